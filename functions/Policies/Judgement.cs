using Patchbay.Findings;

namespace Patchbay.Policies;

/// <summary>What the engine says of one finding: the verdict, and for every policy why it applied or not.</summary>
public sealed record Judgement(Verdict Verdict, IReadOnlyList<PolicyOutcome> Outcomes);

/// <summary>What one policy said of one finding.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Applied">All its conditions held.</param>
/// <param name="Failed">The first condition that did not hold, as written: <c>severity: critical, high</c>; null when it applied.</param>
/// <param name="Saw">The value that condition saw, such as <c>medium</c>; null when it applied or there was no value.</param>
public sealed record PolicyOutcome(string Policy, bool Applied, string? Failed, string? Saw);
