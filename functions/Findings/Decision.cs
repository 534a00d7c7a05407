namespace Patchbay.Findings;

/// <summary>What a person says of a finding. It outlives what scanners say later, but for <see cref="FindingState.Open"/> and <see cref="FindingState.Fixed"/>.</summary>
/// <param name="State">Open, false positive, risk accepted, or fixed, which confirms what a scan left as absent.</param>
/// <param name="Reason">Why, for others to read.</param>
/// <param name="Until">When an accepted risk is to be looked at again; null for good, and for other states.</param>
/// <param name="Who">Who says so.</param>
public sealed record Decision(FindingState State, string Reason, DateTimeOffset? Until, string Who)
{
    /// <summary>Longest reason.</summary>
    public const int ReasonCharacters = 2_000;

    /// <summary>The first thing that is wrong with it, in a sentence; null when nothing is.</summary>
    public string? Mistake(DateTimeOffset now) => this switch
    {
        { State: not (FindingState.Open or FindingState.FalsePositive or FindingState.RiskAccepted or FindingState.Fixed) } =>
            "A person can decide for open, false-positive, risk-accepted or fixed.",
        { Reason.Length: 0 or > ReasonCharacters } => $"A decision has a reason of 1 to {ReasonCharacters} characters.",
        { State: not FindingState.RiskAccepted, Until: not null } => "Only an accepted risk has an end.",
        { Until: { } until } when until <= now => "The end of an accepted risk lies in the future.",
        _ => null,
    };
}

/// <summary>What became of a decision.</summary>
public abstract record DecisionOutcome
{
    private DecisionOutcome()
    {
    }

    /// <summary>The finding is as the person says.</summary>
    public sealed record Done(FindingRecord Finding) : DecisionOutcome;

    /// <summary>There is no such finding.</summary>
    public sealed record Missing : DecisionOutcome;

    /// <summary>The decision makes no sense.</summary>
    /// <param name="Reason">One sentence for the person.</param>
    public sealed record Refused(string Reason) : DecisionOutcome;
}
