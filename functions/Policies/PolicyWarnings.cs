using Patchbay.Policies.Matching;

namespace Patchbay.Policies;

/// <summary>Finds what a correct document says in vain, so that nobody waits for what will not happen.</summary>
internal static class PolicyWarnings
{
    public static IReadOnlyList<string> Of(IReadOnlyList<Policy> policies)
    {
        var warnings = new List<string>();
        if (policies.Count == 0)
        {
            warnings.Add("there are no policies: no finding becomes a vulnerability and no ticket is made");
        }

        bool Has<T>() => policies.Any(p => p.IsEnabled && p.Then is T);
        if (Has<PolicyThen.Ticket>() && !Has<PolicyThen.Classify>())
        {
            warnings.Add("ticket policies act on vulnerabilities only, and no enabled classify policy makes one");
        }

        foreach (var policy in policies)
        {
            warnings.AddRange(Of(policy).Select(w => $"policy \"{policy.Name}\": {w}"));
        }

        return warnings;
    }

    private static IEnumerable<string> Of(Policy policy)
    {
        if (policy.Then is not (PolicyThen.Classify or PolicyThen.Ticket or PolicyThen.IgnorePaths))
        {
            yield return $"{Words<PolicyKind>.Of(policy.Then.Kind)} policies are kept but do nothing yet";
        }

        if (policy.Then is PolicyThen.Ticket ticket)
        {
            if (ticket.IsBlocker)
            {
                yield return "blocker is kept but does nothing yet";
            }

            if (ticket.Emails.Count > 0)
            {
                yield return "emails are kept but none is sent yet";
            }
        }

        var leaves = Leaves(policy.Match).ToList();
        if (leaves.OfType<Match.AgeDays>().Any())
        {
            yield return "ageDays is looked at only when a finding is judged: when a scan changes it or the policies change";
        }

        foreach (var pattern in leaves.OfType<Match.Names>().Where(n => n.Field == MatchField.Path).SelectMany(n => n.Patterns.Patterns))
        {
            if (pattern.Contains('*', StringComparison.Ordinal) && !pattern.Contains('/', StringComparison.Ordinal) && pattern != "**")
            {
                yield return $"the path \"{pattern}\" means files in the topmost folder only; \"**/{pattern}\" means any folder";
            }
        }
    }

    private static IEnumerable<Match> Leaves(Match match) => match.Parts.Count == 0 ? [match] : match.Parts.SelectMany(Leaves);
}
