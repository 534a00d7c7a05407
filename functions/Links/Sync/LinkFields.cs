using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>What people set on a ticket beside its status, on either side.</summary>
/// <param name="Assignee">Login or id in the tracker; null for nobody.</param>
/// <param name="Labels">Without the marker and those of severities.</param>
public sealed record LinkFields(string? Assignee, IReadOnlyList<string> Labels)
{
    /// <summary>What a ticket shows.</summary>
    public static LinkFields Of(Mapping mapping, TicketSnapshot seen) => new(seen.Assignee, TicketLabels.People(mapping, seen.Labels));

    /// <summary>Whether the same person has it.</summary>
    public bool HasSameAssignee(LinkFields other) => string.Equals(Assignee, other.Assignee, StringComparison.OrdinalIgnoreCase);

    /// <summary>Labels here that are not there.</summary>
    public IReadOnlyList<string> LabelsNotIn(LinkFields other) => [.. Labels.Except(other.Labels, LabelComparer.Instance)];

    /// <summary>Whether both say the same, in any order.</summary>
    public bool IsSame(LinkFields other) =>
        HasSameAssignee(other) && LabelsNotIn(other).Count == 0 && other.LabelsNotIn(this).Count == 0;
}
