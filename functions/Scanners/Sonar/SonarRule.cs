using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>What an answer tells of a rule: beside its issues, or alone when the rule was asked for. Source: formats page, section 3.</summary>
internal sealed class SonarRule
{
    private static readonly JsonMembers<SonarSection> Section = new()
    {
        ["key"] = static (ref c, section) => section.Key = c.Name(),
        ["content"] = static (ref c, section) => section.Html = c.Text(),
    };

    public static readonly JsonMembers<SonarRule> Members = new()
    {
        ["key"] = static (ref c, rule) => rule.Key = c.Name(),
        ["name"] = static (ref c, rule) => rule.Name = c.Name(),
        ["htmlDesc"] = static (ref c, rule) => rule.whole = rule.Strip(c.Text()),
        ["riskDescription"] = static (ref c, rule) => rule.what.Add(rule.Strip(c.Text())),
        ["vulnerabilityDescription"] = static (ref c, rule) => rule.what.Add(rule.Strip(c.Text())),
        ["fixRecommendations"] = static (ref c, rule) => rule.fix.Add(rule.Strip(c.Text())),
        ["descriptionSections"] = ReadSections,
        ["securityStandards"] = ReadStandards,
    };

    private readonly List<string?> what = [];
    private readonly List<string?> fix = [];
    private string? whole;

    public string? Key { get; private set; }

    public string? Name { get; private set; }

    public List<int> Cwes { get; } = [];

    /// <summary>Addresses that its texts link to.</summary>
    public List<string> Links { get; } = [];

    /// <summary>What it is, as plain text. Newer servers tell it in parts, and some of them the whole too.</summary>
    public string? Description => Joined(what) ?? whole;

    /// <summary>How to mend it, as plain text; null when it is within the description.</summary>
    public string? Advice => Joined(fix);

    private static string? Joined(List<string?> parts) =>
        CleanText.Of(string.Join("\n\n", parts.Where(part => part is not null)), FindingLimits.TextCharacters) is { Length: > 0 } text ? text : null;

    private static void ReadSections(ref JsonCursor cursor, SonarRule rule)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var section = new SonarSection();
            Section.Read(ref cursor, section);
            var text = rule.Strip(section.Html);

            // The resources are links for further reading, which are taken on their own.
            var target = section.Key switch { "how_to_fix" => rule.fix, "resources" => null, _ => rule.what };
            if (target?.Count < FindingLimits.ListEntries)
            {
                target.Add(text);
            }
        }
    }

    // cwe:352, owaspTop10:a5
    private static void ReadStandards(ref JsonCursor cursor, SonarRule rule)
    {
        var standards = new List<string>();
        cursor.Texts(standards);
        foreach (var standard in standards)
        {
            VulnerabilityIds.AddCwes(standard, rule.Cwes);
        }
    }

    private string? Strip(string? html)
    {
        if (html is null)
        {
            return null;
        }

        VulnerabilityIds.AddCwes(html, Cwes);
        var links = new List<string>();
        var text = HtmlText.Of(html, FindingLimits.TextCharacters, links);
        foreach (var link in links.Where(link => Links.Count < FindingLimits.ListEntries && !Links.Contains(link)))
        {
            Links.Add(link);
        }

        return text;
    }

    private sealed class SonarSection
    {
        public string? Key { get; set; }

        public string? Html { get; set; }
    }
}
