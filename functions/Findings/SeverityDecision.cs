namespace Patchbay.Findings;

/// <summary>A severity that somebody gave a finding in place of the scanner's. It outlives what scanners say later, until it is taken back.</summary>
/// <param name="Value">Counts for policies, tickets and everybody who looks.</param>
/// <param name="Reason">Why, for others to read.</param>
/// <param name="Who">A person's name, or the part of Patchbay that heard it from a tracker.</param>
/// <param name="At">UTC.</param>
public sealed record SeverityDecision(Severity Value, string Reason, string Who, DateTimeOffset At)
{
    /// <summary>Where a rating says that it is from while a decision stands.</summary>
    public const string Origin = "decision";

    /// <summary>What the scanner last said; it counts again once the decision is taken back.</summary>
    public required Rating Reported { get; init; }
}
