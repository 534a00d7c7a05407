namespace Patchbay.Findings;

/// <summary>Words for people.</summary>
public static class FindingWords
{
    /// <summary>A state in the middle of a sentence.</summary>
    public static string Of(FindingState state) => state switch
    {
        FindingState.Open => "open",
        FindingState.Fixed => "fixed",
        FindingState.FalsePositive => "a false positive",
        FindingState.RiskAccepted => "an accepted risk",
        FindingState.Ignored => "ignored by its path",
        FindingState.Suppressed => "set aside in its scanner",
        FindingState.Absent => "missing from the last scan",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };
}
