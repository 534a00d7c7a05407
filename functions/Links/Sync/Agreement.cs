using Patchbay.Findings;

namespace Patchbay.Links.Sync;

/// <summary>What a finding and its ticket last agreed on: the base of the next merge.</summary>
/// <param name="State">The finding's state, as the ticket was told it or told it. Open for everything that is still there.</param>
/// <param name="IsOpen">Whether the ticket was open: as we left it, or as it was seen since.</param>
public sealed record Agreement(FindingState State, bool IsOpen)
{
    /// <summary>What the ticket's status said when it was last looked at; null when we have written it since, and nobody knows how the tracker words that.</summary>
    public StatusClaim? Claim { get; init; }

    /// <summary>Assignee and labels; null before the first look.</summary>
    public LinkFields? Fields { get; init; }

    /// <summary>The severity that the ticket was last told; null when it was told none.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The severity that the ticket showed when it was last looked at; null when we have written it since.</summary>
    public Severity? SeenSeverity { get; init; }

    /// <summary>When the state was taken from the tracker; null when it came from here.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Whether our side counts as open: what is to be written differs from it.</summary>
    public bool IsStateOpen => State == FindingState.Open;

    /// <summary>A finding's state as far as a ticket is concerned: one that is missing from a broken scan is still there.</summary>
    public static FindingState StateOf(FindingState state) => state == FindingState.Absent ? FindingState.Open : state;
}
