using Patchbay.Policies.Matching;

namespace Patchbay.Policies;

/// <summary>All policies in their order, under the version that verdicts name.</summary>
/// <param name="Version">From 1, which is the document every installation begins with.</param>
public sealed record PolicyDocument(int Version, IReadOnlyList<Policy> Policies)
{
    /// <summary>Whether an active policy asks for a finding's age, so that a verdict can change with nothing else changing.</summary>
    public bool DependsOnAge => Policies.Any(p => p.IsEnabled && AsksForAge(p.Match));

    private static bool AsksForAge(Match match) => match is Match.AgeDays || match.Parts.Any(AsksForAge);
}
