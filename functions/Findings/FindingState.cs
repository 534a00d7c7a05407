namespace Patchbay.Findings;

/// <summary>Where a finding stands.</summary>
public enum FindingState
{
    /// <summary>There and not decided otherwise.</summary>
    Open,

    /// <summary>Gone.</summary>
    Fixed,

    /// <summary>A person said that it is no problem.</summary>
    FalsePositive,

    /// <summary>A person accepted the risk, until a date.</summary>
    RiskAccepted,

    /// <summary>Under a path that an <c>ignore-paths</c> policy names.</summary>
    Ignored,

    /// <summary>Set aside in the scanner itself.</summary>
    Suppressed,

    /// <summary>Not in the last scan, which looked incomplete; waits for a second scan or a person.</summary>
    Absent,
}
