namespace Patchbay.Findings;

/// <summary>What a rescan is compared with: reports of the same scanner for the same branch and environment of an asset.</summary>
/// <param name="Scanner">The report's scanner: <c>sarif</c>, <c>fortify</c>, <c>generic</c>, ...</param>
/// <param name="Branch">Branch that was scanned; null when not said.</param>
/// <param name="Environment">Environment that was scanned, such as <c>production</c>; null when not said.</param>
public sealed record Scope(string Scanner, string? Branch, string? Environment);
