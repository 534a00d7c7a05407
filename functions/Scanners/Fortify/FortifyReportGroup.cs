using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>One <c>GroupingSection</c> of a report, with the texts that its issues share if it is grouped by category.</summary>
internal sealed class FortifyReportGroup
{
    private const int MostRules = 1_000;
    private readonly Dictionary<(string?, string?), Rule> rules = [];
    private string? explanation;
    private string? recommendations;
    private string? tips;

    /// <summary>The group's title; a category only if the report is grouped by category.</summary>
    public string? Title { get; set; }

    /// <summary>Whether it stands for no group at all.</summary>
    public bool IsRoot { get; set; } = true;

    /// <summary>Reads the <c>MajorAttributeSummary</c> we are on.</summary>
    public void ReadTexts(XmlCursor xml)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "MetaInfo")
            {
                ReadText(xml);
            }
        }
    }

    /// <summary>The rule of an issue in this group.</summary>
    public Rule RuleOf(FortifyReportIssue issue)
    {
        var key = (issue.RuleId, issue.Category);
        if (rules.TryGetValue(key, out var rule))
        {
            return rule;
        }

        var isTheirs = issue.Category is not null && issue.Category == Title;
        rule = new Rule(issue.RuleId ?? issue.Category ?? "Fortify finding")
        {
            Name = issue.Category,
            Description = isTheirs ? explanation : null,
            Advice = isTheirs ? Advice() : null,
        };
        if (rules.Count < MostRules)
        {
            rules[key] = rule;
        }

        return rule;
    }

    private string? Advice() =>
        tips is null || recommendations is null
            ? recommendations ?? tips
            : CleanText.Of($"{recommendations}\n\nTips:\n{tips}", FindingLimits.TextCharacters);

    private void ReadText(XmlCursor xml)
    {
        string? name = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "Name":
                    name = xml.Line();
                    break;
                case "Value" when name == "Explanation":
                    explanation = xml.Text(FindingLimits.TextCharacters);
                    break;
                case "Value" when name == "Recommendations":
                    recommendations = xml.Text(FindingLimits.TextCharacters);
                    break;
                case "Value" when name == "Tips":
                    tips = xml.Text(FindingLimits.TextCharacters);
                    break;
            }
        }
    }
}
