using Patchbay.Findings;

namespace Patchbay.Policies.Matching;

/// <summary>What policies are asked about.</summary>
/// <param name="Asset">Slug of the finding's asset.</param>
/// <param name="Tags">The asset's tags.</param>
/// <param name="Record">The finding as it is kept.</param>
public sealed record PolicySubject(string Asset, IReadOnlyList<string> Tags, FindingRecord Record);
