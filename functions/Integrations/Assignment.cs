using Patchbay.Findings;

namespace Patchbay.Integrations;

/// <summary>Which assets use a mapping, and how.</summary>
/// <param name="Name">Lower-case name, letters, digits and hyphens, at most 40.</param>
/// <param name="Mapping">Name of the mapping.</param>
public sealed record Assignment(string Name, string Mapping)
{
    /// <summary>Asset slugs or globs over them; any one must match.</summary>
    public IReadOnlyList<string> Assets { get; init; } = ["*"];

    /// <summary>Asset tags; empty for any, otherwise one must be there.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What Patchbay may do without being asked.</summary>
    public AssignmentMode Mode { get; init; } = AssignmentMode.LinkNewAndUpdate;

    /// <summary>Findings absent from a whole-looking scan become fixed.</summary>
    public bool CloseAbsent { get; init; } = true;

    /// <summary>What shares one ticket where no policy says otherwise.</summary>
    public TicketGrouping GroupBy { get; init; }
}

/// <summary>What may be pushed without a person asking.</summary>
public enum AssignmentMode
{
    /// <summary>Nothing.</summary>
    ExplicitOnly,

    /// <summary>New tickets, but no later changes.</summary>
    LinkNew,

    /// <summary>Changes to tickets that are linked already.</summary>
    UpdateExisting,

    /// <summary>Both.</summary>
    LinkNewAndUpdate,
}
