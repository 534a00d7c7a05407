namespace Patchbay.Findings.Recording;

/// <summary>Decides what a scan does to a finding's state. A person's decision always outlives what a scanner says. Pure.</summary>
public static class StateAfterScan
{
    /// <summary>The verdict of a finding that the policies are not asked about, because it was set aside before they could see it.</summary>
    public static Verdict NotAsked { get; } = new(0, false, [], []);

    /// <summary>The state of a finding that a report names.</summary>
    /// <param name="known">The stored state; null when the finding is not stored.</param>
    /// <param name="reported">What the report says: anything but <see cref="ReportedState.NotAFinding"/>.</param>
    /// <param name="isIgnored">A policy ignores its path.</param>
    /// <returns>Null when it is not to be stored.</returns>
    public static FindingState? Of(FindingState? known, ReportedState reported, bool isIgnored)
    {
        if (known is FindingState.FalsePositive or FindingState.RiskAccepted)
        {
            return known;
        }

        return reported switch
        {
            ReportedState.Fixed => known is null ? null : FindingState.Fixed,
            ReportedState.Suppressed or ReportedState.FalsePositive => FindingState.Suppressed,
            _ => isIgnored ? FindingState.Ignored : FindingState.Open,
        };
    }

    /// <summary>How an open entry is counted.</summary>
    public static Standing StandingOf(FindingState? known) => known switch
    {
        null => Standing.New,
        FindingState.Fixed => Standing.Reopened,
        _ => Standing.Seen,
    };

    /// <summary>Whether a stored finding that no entry names counts as absent: nobody decided about it, and it was not gone already.</summary>
    public static bool CanBeAbsent(FindingState known) => known is FindingState.Open or FindingState.Absent;

    /// <summary>Whether the policies must look at a finding again.</summary>
    /// <param name="was">Null when it is new.</param>
    public static bool ConcernsPolicies(FindingState? was, FindingState now, bool isContentChanged)
    {
        if (was == now || (IsThere(was) && IsThere(now)))
        {
            return isContentChanged && now is not (FindingState.Suppressed or FindingState.Ignored or FindingState.Fixed);
        }

        // A finding that is set aside from the first has no verdict and no ticket to be settled; one that was open may have both.
        return was is not null || now == FindingState.Open;
    }

    // To be held as absent and to come back is no news: the tickets stayed as they were.
    private static bool IsThere(FindingState? state) => state is FindingState.Open or FindingState.Absent;
}
