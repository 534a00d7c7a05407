using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>The driver, an extension of it, or a taxonomy, with what it defines. Source: SARIF 2.1.0, section 3.19.</summary>
internal sealed class SarifComponent(SarifHeld held)
{
    public static readonly JsonMembers<SarifComponent> Members = new()
    {
        ["name"] = static (ref c, component) => component.Name = c.Name(),
        ["guid"] = static (ref c, component) => component.Guid = c.Name(),
        ["semanticVersion"] = static (ref c, component) => component.Version = c.Name() ?? component.Version,
        ["version"] = static (ref c, component) => component.Version ??= c.Name(),
        ["globalMessageStrings"] = static (ref c, component) => component.Messages = SarifMessage.ReadMap(ref c, component.Held),
        ["rules"] = static (ref c, component) => component.ReadRules(ref c),
        ["taxa"] = static (ref c, component) => component.ReadTaxa(ref c),
    };

    private readonly List<SarifRule?> rules = [];
    private readonly Dictionary<string, SarifRule> byId = [];
    private readonly Dictionary<string, SarifRule> byGuid = [];
    private readonly List<string?> taxa = [];

    public string? Name { get; private set; }

    public string? Guid { get; private set; }

    public string? Version { get; private set; }

    public Dictionary<string, string>? Messages { get; private set; }

    private SarifHeld Held => held;

    /// <summary>The rule at a place in the list; null when there is none, also for -1.</summary>
    public SarifRule? RuleAt(int? index) => index >= 0 && index < rules.Count ? rules[index.Value] : null;

    /// <summary>The first rule with this id, or with the id that a hierarchical one such as <c>CA1000/1</c> belongs to.</summary>
    public SarifRule? RuleOf(string? id)
    {
        while (id is { Length: > 0 })
        {
            if (byId.TryGetValue(id, out var rule))
            {
                return rule;
            }

            var slash = id.LastIndexOf('/');
            id = slash < 0 ? null : id[..slash];
        }

        return null;
    }

    /// <summary>The rule with this guid.</summary>
    public SarifRule? RuleOfGuid(string? guid) => guid is null ? null : byGuid.GetValueOrDefault(guid);

    /// <summary>The id of the taxon at a place in the list.</summary>
    public string? TaxonAt(int? index) => index >= 0 && index < taxa.Count ? taxa[index.Value] : null;

    // A rule that is odd or beyond the limit keeps its place, because results count.
    private void ReadRules(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            if (!held.HasRoom())
            {
                cursor.Skip();
                continue;
            }

            var rule = SarifRule.Read(ref cursor, held);
            rules.Add(rule);
            if (rule?.Id is { } id)
            {
                byId.TryAdd(id, rule);
            }

            if (rule?.Guid is { } guid)
            {
                byGuid.TryAdd(guid, rule);
            }
        }
    }

    private void ReadTaxa(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var taxon = SarifReference.Read(ref cursor);
            if (held.HasRoom())
            {
                taxa.Add(taxon?.Id);
            }
        }
    }
}
