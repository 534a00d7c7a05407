using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>A rule as the log describes it, and what findings share of it. Source: SARIF 2.1.0, section 3.49.</summary>
internal sealed class SarifRule(SarifHeld held)
{
    private const int MostVariants = 1_000;

    private static readonly JsonMembers<SarifRule> Members = new()
    {
        ["id"] = static (ref c, rule) => rule.Id = c.Scalar(),
        ["guid"] = static (ref c, rule) => rule.Guid = c.Name(),
        ["name"] = static (ref c, rule) => rule.Name = c.Name(),
        ["shortDescription"] = static (ref c, rule) => rule.Short = rule.Held.Keep(SarifMessage.ReadText(ref c)),
        ["fullDescription"] = static (ref c, rule) => rule.Full = rule.Held.Keep(SarifMessage.ReadText(ref c)),
        ["help"] = static (ref c, rule) => rule.Help = rule.Held.Keep(SarifMessage.ReadText(ref c, markdownFirst: true)),
        ["helpUri"] = static (ref c, rule) => rule.HelpUri = c.Name(),
        ["messageStrings"] = static (ref c, rule) => rule.Messages = SarifMessage.ReadMap(ref c, rule.Held),
        ["defaultConfiguration"] = static (ref c, rule) => SarifLevel.Members.Read(ref c, rule.DefaultConfiguration),
        ["relationships"] = static (ref c, rule) => ReadRelationships(ref c, rule),
        ["properties"] = static (ref c, rule) => rule.Properties = SarifProperties.Read(ref c),
    };

    private static readonly JsonMembers<List<SarifReference>> Relationship = new()
    {
        ["target"] = static (ref c, targets) => SarifReference.ReadInto(ref c, targets),
    };

    private readonly Dictionary<string, Rule> variants = [];
    private readonly List<SarifReference> related = [];
    private Rule? own;
    private IReadOnlyList<int>? cwes;
    private IReadOnlyList<string>? cves;

    public string? Id { get; private set; }

    public string? Guid { get; private set; }

    public string? Name { get; private set; }

    public string? Short { get; private set; }

    public string? Full { get; private set; }

    public string? HelpUri { get; private set; }

    public Dictionary<string, string>? Messages { get; private set; }

    public SarifLevel DefaultConfiguration { get; } = new();

    public SarifProperties? Properties { get; private set; }

    /// <summary>The rating that <c>security-severity</c> gives, one instance; null when it says nothing usable.</summary>
    public Rating? SecurityRating { get; private set; }

    private SarifHeld Held => held;

    private string? Help { get; set; }

    /// <summary>Reads one; null when the value is no object.</summary>
    public static SarifRule? Read(ref JsonCursor cursor, SarifHeld held)
    {
        var rule = new SarifRule(held);
        if (!Members.Read(ref cursor, rule))
        {
            return null;
        }

        rule.SecurityRating = SarifSeverity.OfSecuritySeverity(rule.Properties?.SecuritySeverity);
        return rule;
    }

    /// <summary>The rule for findings; one instance for each id, which may be a child of the rule's own.</summary>
    public Rule As(string id)
    {
        if (id == own?.Id)
        {
            return own;
        }

        if (variants.TryGetValue(id, out var known))
        {
            return known;
        }

        var description = Full ?? Short;
        var rule = new Rule(id)
        {
            Name = Title(),
            Description = description,
            Advice = Help == description ? null : Help,
            HelpUrl = ReportUrl.Web(HelpUri),
        };
        if (id == Id)
        {
            own = rule;
        }
        else if (variants.Count < MostVariants)
        {
            variants[id] = rule;
        }

        return rule;
    }

    /// <summary>The weaknesses the rule names, in tags, properties, relationships or the address of its page.</summary>
    public IReadOnlyList<int> Cwes(SarifRun run) => cwes ??= FindCwes(run);

    /// <summary>The vulnerabilities the rule names, in its id or tags.</summary>
    public IReadOnlyList<string> Cves() => cves ??= FindCves();

    // Stabler than a message: it does not change with what was found.
    private string? Title() =>
        Short is not null ? CleanText.Headline(Short)
            : Name is not null && Name.Contains(' ', StringComparison.Ordinal) ? CleanText.Headline(Name)
            : Full is not null ? CleanText.Headline(Full)
            : Name is not null && Name != Id ? SarifNames.Words(Name)
            : null;

    private static void ReadRelationships(ref JsonCursor cursor, SarifRule rule)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                Relationship.Read(ref cursor, rule.related);
            }
        }
    }

    private IReadOnlyList<int> FindCwes(SarifRun run)
    {
        var found = new List<int>();
        foreach (var tag in Properties?.Tags ?? [])
        {
            VulnerabilityIds.AddCwes(tag, found);
        }

        foreach (var cwe in Properties?.Cwes ?? [])
        {
            VulnerabilityIds.AddCwes(cwe, found);
            VulnerabilityIds.AddCwe(cwe, found);
        }

        foreach (var target in related)
        {
            run.AddCweOf(target, found);
        }

        VulnerabilityIds.AddCweOfPage(HelpUri, found);
        return VulnerabilityIds.Ordered(found);
    }

    private IReadOnlyList<string> FindCves()
    {
        var found = new List<string>();
        VulnerabilityIds.AddId(Id, found);
        foreach (var tag in Properties?.Tags ?? [])
        {
            VulnerabilityIds.AddId(tag, found);
        }

        return VulnerabilityIds.Ordered(found);
    }
}
