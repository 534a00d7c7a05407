using Patchbay.Audit;
using Patchbay.Storage;

namespace Patchbay.Findings;

/// <summary>The history of states that no person decided: those that scans and policies gave. Pure.</summary>
public static class StateAudit
{
    /// <summary>Who changed a state because a path is ignored, or no longer is.</summary>
    public const string Policy = "policy";

    /// <summary>Who changed the states that a scan changed.</summary>
    /// <param name="id">Of the scan.</param>
    public static string ByScan(string id) => $"scan:{id}";

    /// <summary>The row to be committed with a finding that changed; null when its state did not.</summary>
    /// <param name="reason">Null when there is nothing to say.</param>
    public static Change? Row(FindingRecord was, FindingRecord next, string who, string? reason) => was.State == next.State
        ? null
        : Audit.Audit.Row(
            new AuditEntry(next.Key, who, "change state", next.StateChangedAt) { Reason = reason },
            new { was.State, was.AcceptedUntil },
            new { next.State, next.AcceptedUntil });
}
