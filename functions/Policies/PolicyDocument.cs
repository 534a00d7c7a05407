using Patchbay.Policies.Matching;

namespace Patchbay.Policies;

/// <summary>All policies in their order, under the version that verdicts name.</summary>
/// <param name="Version">From 1, which is the document every installation begins with.</param>
public sealed record PolicyDocument(int Version, IReadOnlyList<Policy> Policies)
{
    /// <summary>Whether an active policy asks for a finding's age, so that a verdict can change with nothing else changing.</summary>
    public bool DependsOnAge => Policies.Any(p => p.IsEnabled && AsksForAge(p.Match));

    /// <summary>In how many days a ticket is due: the shortest of what the ticket policies that applied say for its mapping.</summary>
    /// <param name="applied">Names of the policies that applied to the finding.</param>
    /// <returns>Null when none says.</returns>
    public int? DueDaysOf(IReadOnlyList<string> applied, string mapping) => Policies
        .Where(p => applied.Contains(p.Name))
        .Select(p => p.Then)
        .OfType<PolicyThen.Ticket>()
        .Where(t => t.Mapping == mapping || t.Mapping == PolicyThen.Ticket.AssignedMappings)
        .Min(t => t.DueDays);

    private static bool AsksForAge(Match match) => match is Match.AgeDays || match.Parts.Any(AsksForAge);
}
