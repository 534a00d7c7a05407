using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>What a run's results refer to; read before them, wherever in the run it stands. Source: SARIF 2.1.0, section 3.14.</summary>
internal sealed class SarifRun(SarifHeld held)
{
    private const int MostLooseRules = 10_000;
    private readonly Dictionary<string, Rule> looseRules = [];
    private Dictionary<object, string>? levels;
    private SarifPlaces? places;
    private string? tool;

    public SarifHeld Held => held;

    public SarifComponent Driver { get; } = new(held);

    public List<SarifComponent> Extensions { get; } = [];

    public List<SarifComponent> Taxonomies { get; } = [];

    public List<SarifArtifact?> Artifacts { get; } = [];

    public Dictionary<string, SarifArtifact> Bases { get; } = [];

    public List<string> WorkingDirectories { get; } = [];

    public List<string?> Symbols { get; } = [];

    /// <summary>Levels that the invocations set for rules.</summary>
    public List<SarifOverride> Overrides { get; } = [];

    /// <summary>By which results outside the run name it.</summary>
    public string? Guid { get; set; }

    /// <summary>An invocation says that it failed.</summary>
    public bool HasFailed { get; set; }

    /// <summary>There is an array of results, be it empty: the run came to its end.</summary>
    public bool HasResults { get; set; }

    /// <summary>Results lie in files beside the log, which are never fetched.</summary>
    public bool HasResultsElsewhere { get; set; }

    /// <summary>The tool's name as part of keys: lower case, letters, digits, dots and dashes.</summary>
    public string Tool => tool ??= ToolName.Slug(Driver.Name, "sarif");

    public SarifPlaces Places => places ??= new SarifPlaces(this);

    /// <summary>The driver for null; an extension by number, guid or name; the driver when there is no such extension.</summary>
    public SarifComponent ComponentOf(SarifReference? reference) =>
        reference is null ? Driver : Among(Extensions, reference) ?? Driver;

    /// <summary>Finds a rule: by number where the id agrees, else by id, else by guid; in the component named, else in any.</summary>
    /// <returns>Null when the log does not describe it.</returns>
    public SarifRule? RuleOf(SarifReference reference)
    {
        var component = ComponentOf(reference.Component);
        var numbered = component.RuleAt(reference.Index);
        if (numbered is not null && (reference.Id is null || numbered.Id is null || SarifNames.IsSameOrChild(reference.Id, numbered.Id)))
        {
            return numbered;
        }

        return component.RuleOf(reference.Id) ?? component.RuleOfGuid(reference.Guid) ?? Driver.RuleOf(reference.Id)
            ?? Extensions.Select(extension => extension.RuleOf(reference.Id) ?? extension.RuleOfGuid(reference.Guid)).FirstOrDefault(rule => rule is not null);
    }

    /// <summary>A rule that the log does not describe; one instance for an id as long as they are not too many.</summary>
    public Rule LooseRule(string id)
    {
        if (looseRules.TryGetValue(id, out var rule))
        {
            return rule;
        }

        rule = new Rule(id);
        if (looseRules.Count < MostLooseRules)
        {
            looseRules[id] = rule;
        }

        return rule;
    }

    /// <summary>The level that an invocation sets for a rule; null when none does.</summary>
    public string? LevelFor(SarifRule? rule, string? id)
    {
        if (Overrides.Count == 0)
        {
            return null;
        }

        if (levels is null)
        {
            levels = [];
            foreach (var entry in Overrides)
            {
                if (entry is { Rule: { } reference, Configuration.Level: { } level } && ((object?)RuleOf(reference) ?? reference.Id) is { } key)
                {
                    levels[key] = level;
                }
            }
        }

        return (rule is not null ? levels.GetValueOrDefault(rule) : null) ?? (id is not null ? levels.GetValueOrDefault(id) : null);
    }

    /// <summary>Adds the weakness that a reference to a taxon means, if the taxonomy is CWE.</summary>
    public void AddCweOf(SarifReference reference, ICollection<int> cwes)
    {
        var taxonomy = reference.Component is { } component ? Among(Taxonomies, component) : null;
        var id = reference.Id ?? taxonomy?.TaxonAt(reference.Index);
        var name = reference.Component?.Name ?? taxonomy?.Name;
        VulnerabilityIds.AddCwes(id, cwes);
        if (name is not null && name.Contains("CWE", StringComparison.OrdinalIgnoreCase))
        {
            VulnerabilityIds.AddCwe(id, cwes);
        }
    }

    private static SarifComponent? Among(List<SarifComponent> components, SarifReference reference) =>
        reference.Index >= 0 && reference.Index < components.Count
            ? components[reference.Index.Value]
            : components.Find(known => (reference.Guid is not null && reference.Guid == known.Guid) || (reference.Name is not null && reference.Name == known.Name));
}
