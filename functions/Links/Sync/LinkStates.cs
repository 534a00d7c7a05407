using Patchbay.Findings;

namespace Patchbay.Links.Sync;

/// <summary>What a ticket's findings, one or a group's, come to as one state; and which of them follow their ticket. Pure.</summary>
public static class LinkStates
{
    /// <summary>What one ticket is told of all its findings: open while any is, and why closed when they agree on that.</summary>
    /// <param name="findings">At least one.</param>
    public static FindingState Of(IReadOnlyList<StoredFinding> findings)
    {
        var states = findings.Select(f => Agreement.StateOf(f.Record.State)).Distinct().ToList();
        return states is [var only] ? only : states.Contains(FindingState.Open) ? FindingState.Open : FindingState.Fixed;
    }

    /// <summary>Which findings follow when their ticket says another state.</summary>
    /// <param name="takenAt">When a state was last taken from the ticket; null when the present one came from here.</param>
    /// <remarks>
    /// A closed ticket closes what was open, and one of a group that is opened again opens what it had closed: not what was mended long before.
    /// </remarks>
    public static IEnumerable<StoredFinding> Moved(IReadOnlyList<StoredFinding> findings, FindingState state, DateTimeOffset? takenAt) =>
        from finding in findings
        let record = finding.Record
        let isOpen = Agreement.StateOf(record.State) == FindingState.Open
        where findings.Count == 1
            || (state == FindingState.Open ? !isOpen && record.StateChangedAt >= takenAt : isOpen)
        select finding;
}
