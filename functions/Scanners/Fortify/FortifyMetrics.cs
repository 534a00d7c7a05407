namespace Patchbay.Scanners.Fortify;

/// <summary>What <c>RuleInfo</c> says of a rule, as far as we use it. Numbers as they stand, 0 to 5; null when missing.</summary>
internal sealed record FortifyMetrics(string? Impact, string? Accuracy, string? Probability, IReadOnlyList<int> Cwes);
