using Patchbay.Findings;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>What an FVDL says of its rules, behind the findings. Texts are set aside, so that their number does not matter.</summary>
internal sealed class FortifyRules : IDisposable
{
    private const int MostRules = 100_000;

    // The rules in use at a time are far fewer; this is 32 MiB.
    private const int MostHeldCharacters = 16 << 20;
    private const int OverheadCharacters = 500;
    private readonly Dictionary<string, FortifyMetrics> metrics = [];
    private readonly TextShelf texts = new();
    private readonly Dictionary<(string? ClassId, string? Type, string? Subtype), FortifyRule> held = [];
    private int heldCharacters;

    /// <summary>Takes the <c>Description</c> we are on.</summary>
    public void AddDescription(XmlCursor xml)
    {
        var classId = xml.Attribute("classID");
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "Abstract" or "Explanation" or "Recommendations":
                    texts.Put(TextKey.OfAll(classId, xml.Name), xml.Raw(FindingLimits.TextCharacters));
                    break;
                case "References":
                    texts.Put(TextKey.OfAll(classId, "References"), string.Join('\n', ReadSources(xml)));
                    break;
            }
        }
    }

    /// <summary>Takes the <c>RuleInfo</c> we are on.</summary>
    public void AddRuleInfo(XmlCursor xml)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "Rule" && xml.Attribute("id") is { } id && metrics.Count < MostRules)
            {
                metrics.TryAdd(id, ReadMetrics(xml));
            }
        }
    }

    /// <summary>A rule with all that is known of it.</summary>
    /// <param name="classId">Null for a finding that names none.</param>
    /// <param name="type">First part of the category, of <paramref name="subtype"/> the second.</param>
    public FortifyRule Of(string? classId, string? type, string? subtype)
    {
        if (held.TryGetValue((classId, type, subtype), out var known))
        {
            return known;
        }

        if (heldCharacters > MostHeldCharacters)
        {
            held.Clear();
            heldCharacters = 0;
        }

        var category = type is null ? classId ?? "Fortify finding" : subtype is null ? type : $"{type}: {subtype}";
        var made = Make(classId, CleanText.Line(category, FindingLimits.TitleCharacters));
        heldCharacters += OverheadCharacters + (made.Rule.Description?.Length ?? 0) + (made.Rule.Advice?.Length ?? 0);
        return held[(classId, type, subtype)] = made;
    }

    /// <inheritdoc/>
    public void Dispose() => texts.Dispose();

    private FortifyRule Make(string? classId, string category)
    {
        var summary = Template(classId, "Abstract");
        var references = (texts.Get(TextKey.OfAll(classId, "References")) ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rule = new Rule(classId ?? category)
        {
            Name = category,
            Description = Join(summary?.Generic(), Template(classId, "Explanation")?.Generic()),
            Advice = Template(classId, "Recommendations")?.Generic(),
            HelpUrl = references.FirstOrDefault(url => url.Contains("vulncat.", StringComparison.OrdinalIgnoreCase)),
        };
        return new FortifyRule(rule, category, summary, references, classId is null ? null : metrics.GetValueOrDefault(classId));
    }

    private FortifyTemplate? Template(string? classId, string part) =>
        texts.Get(TextKey.OfAll(classId, part)) is { Length: > 0 } markup ? new FortifyTemplate(markup) : null;

    private static string? Join(params IEnumerable<string?> parts) =>
        string.Join("\n\n", parts.Where(part => part is not null)) is { Length: > 0 } text ? CleanText.Of(text, FindingLimits.TextCharacters) : null;

    private static List<string> ReadSources(XmlCursor xml)
    {
        var urls = new List<string>();
        for (var references = xml.Enter(); xml.NextChild(references);)
        {
            for (var reference = xml.Name == "Reference" ? xml.Enter() : -1; xml.NextChild(reference);)
            {
                if (xml.Name == "Source")
                {
                    ReportUrl.AddWeb(xml.Line(), urls);
                }
            }
        }

        return urls;
    }

    private static FortifyMetrics ReadMetrics(XmlCursor xml)
    {
        string? impact = null, accuracy = null, probability = null;
        var cwes = new List<int>();
        for (var rule = xml.Enter(); xml.NextChild(rule);)
        {
            for (var group = xml.Name == "MetaInfo" ? xml.Enter() : -1; xml.NextChild(group);)
            {
                switch (xml.Attribute("name"))
                {
                    case "Impact":
                        impact = xml.Line();
                        break;
                    case "Accuracy":
                        accuracy = xml.Line();
                        break;
                    case "Probability":
                        probability = xml.Line();
                        break;
                    case "altcategoryCWE":
                        VulnerabilityIds.AddCwes(xml.Line(), cwes);
                        break;
                }
            }
        }

        return new FortifyMetrics(impact, accuracy, probability, VulnerabilityIds.Ordered(cwes));
    }
}
