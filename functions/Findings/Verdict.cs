namespace Patchbay.Findings;

/// <summary>What the policies decided for one finding, kept with it. Why is told by asking the engine again.</summary>
/// <param name="PolicyVersion">Version of the policy document that decided.</param>
/// <param name="IsVulnerability">A <c>classify</c> policy applied.</param>
/// <param name="Policies">Names of the policies that applied, in document order.</param>
/// <param name="Mappings">Names of the mappings in which a ticket is wanted; <c>*</c> stands for those assigned to the asset.</param>
public sealed record Verdict(int PolicyVersion, bool IsVulnerability, IReadOnlyList<string> Policies, IReadOnlyList<string> Mappings)
{
    /// <summary>What shares one ticket, for those of <see cref="Mappings"/> for which a policy says so; null when none does.</summary>
    public IReadOnlyDictionary<string, TicketGrouping>? GroupBy { get; init; }
}
