using Patchbay.Findings;

namespace Patchbay.Integrations;

/// <summary>A project in a tracker and how our words become its words.</summary>
/// <param name="Name">Lower-case name, letters, digits and hyphens, at most 40; what policies refer to.</param>
/// <param name="Instance">Name of the <see cref="Integrations.Instance"/>.</param>
/// <param name="Project">The project in the tracker's own notation: <c>owner/repository</c> for GitHub, a folder name for <c>folder</c>.</param>
public sealed record Mapping(string Name, string Instance, string Project)
{
    /// <summary>Labels every ticket gets.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Label per severity; a severity that is not named gets <c>severity: high</c> and so on.</summary>
    public IReadOnlyDictionary<Severity, string> SeverityLabels { get; init; } = new Dictionary<Severity, string>();

    /// <summary>Login or id of the person a new ticket is given to; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>Title of tickets, in which <c>{severity}</c>, <c>{title}</c> and the like stand for the finding's own; null for Patchbay's.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// Text of tickets: lines in which the same words are filled; <c>{what}</c>, <c>{why}</c>, <c>{fix}</c>, <c>{details}</c> and
    /// <c>{references}</c> alone on a line stand for Patchbay's parts, and <c>## </c> begins a heading. Null for all parts in this order.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>Type of a new ticket by its id or name in the tracker; null for the tracker kind's default.</summary>
    public string? IssueType { get; init; }

    /// <summary>Priority, or what the tracker has for it, per severity by id or name; a severity that is not named gets the kind's default.</summary>
    public IReadOnlyDictionary<Severity, string> Priorities { get; init; } = new Dictionary<Severity, string>();

    /// <summary>Components, areas or boards' parts that a ticket belongs to, by id or name.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Further fields by display name or id: a text, in which <c>{severity}</c>, <c>{cve}</c> and the like stand for the finding's own.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Status of a ticket per state of its finding, by id or name; a state that is not named gets the first status of its category.</summary>
    public IReadOnlyDictionary<FindingState, string> Statuses { get; init; } = new Dictionary<FindingState, string>();

    /// <summary>Resolution or close reason per state of the finding, by id or name; used where the tracker has one.</summary>
    public IReadOnlyDictionary<FindingState, string> Resolutions { get; init; } = new Dictionary<FindingState, string>();

    /// <summary>What becomes of a ticket whose finding is no longer a problem.</summary>
    public CloseBehaviour Close { get; init; }

    /// <summary>How its tickets and their findings are kept in step.</summary>
    public MappingSync Sync { get; init; } = new();

    /// <summary>The label of a severity: the one that is named, or <c>severity: high</c> and so on.</summary>
    public string LabelOf(Severity severity) =>
        SeverityLabels.GetValueOrDefault(severity) ?? $"severity: {severity.ToString().ToLowerInvariant()}";
}

/// <summary>What becomes of a ticket whose finding is no longer a problem.</summary>
public enum CloseBehaviour
{
    /// <summary>It is closed.</summary>
    Close,

    /// <summary>It gets a comment that says so and stays as people left it.</summary>
    Comment,

    /// <summary>It is left alone.</summary>
    Leave,
}
