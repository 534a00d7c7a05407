using Patchbay.Findings;

namespace Patchbay.Policies.Matching;

/// <summary>What policies are asked about.</summary>
/// <param name="Tags">The tags of the finding's asset.</param>
/// <param name="Record">The finding as it is kept; it names its asset.</param>
public sealed record PolicySubject(IReadOnlyList<string> Tags, FindingRecord Record);
