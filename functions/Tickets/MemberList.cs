using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>The findings of a group in the order in which its ticket shows them, and what can be said of all of them.</summary>
internal sealed class MemberList
{
    private readonly TicketGroup group;
    private readonly bool hasOneTitle;

    public MemberList(IReadOnlyCollection<GroupMember> members, TicketGroup group)
    {
        this.group = group;
        hasOneTitle = members.Select(m => m.Title).Distinct(StringComparer.Ordinal).Count() == 1;
        Open =
        [
            .. members.Where(m => m.IsOpen).OrderByDescending(m => m.Severity).ThenBy(m => m.Where, StringComparer.Ordinal)
                .ThenBy(m => m.Title, StringComparer.Ordinal).ThenBy(m => m.FindingKey, StringComparer.Ordinal),
        ];
        Settled = [.. members.Where(m => !m.IsOpen).OrderByDescending(m => m.StateChangedAt).ThenBy(m => m.FindingKey, StringComparer.Ordinal)];
    }

    /// <summary>Those that are still a problem, the worst first.</summary>
    public IReadOnlyList<GroupMember> Open { get; }

    /// <summary>Those that no longer are, the latest first.</summary>
    public IReadOnlyList<GroupMember> Settled { get; }

    /// <summary>The worst severity of the open ones; of all when none is open.</summary>
    public Severity Worst => Open.Count > 0 ? Open[0].Severity : Settled.Select(m => m.Severity).DefaultIfEmpty().Max();

    /// <summary>Names the status and the resolution of the ticket: when none is open, what they agree on, otherwise mended.</summary>
    public FindingState State =>
        Open.Count > 0 ? FindingState.Open
        : Settled.Select(m => m.State).Distinct().ToList() is [var only] ? only
        : FindingState.Fixed;

    /// <summary>When the first of the open ones was found, or of all when none is open; null without any.</summary>
    public DateTimeOffset? FirstSeenAt => Shown.Select(m => (DateTimeOffset?)m.FirstSeenAt).Min();

    /// <summary>The ids of the vulnerabilities, in order.</summary>
    public IEnumerable<string> Cves => Shown.Select(m => m.Cve).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Versions that scanners name as mended.</summary>
    public IReadOnlyList<string> FixedVersions =>
        [.. Open.Select(m => m.FixedVersion).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>How many, for the title.</summary>
    public string Counted => Number(Shown.Count) + (Shown.Count == 1 ? " finding" : " findings");

    /// <summary>How many of each severity, such as <c>2 critical, 10 high</c>; null when none is open.</summary>
    public string? Severities =>
        Open.Count == 0
            ? null
            : string.Join(", ", Open.GroupBy(m => m.Severity).Select(g => $"{Number(g.Count())} {g.Key.ToString().ToLowerInvariant()}"));

    private IReadOnlyList<GroupMember> Shown => Open.Count > 0 ? Open : Settled;

    /// <summary>What groups them, and the lists.</summary>
    /// <param name="pageOf">Patchbay's page about a finding; null when there is none.</param>
    /// <param name="page">Patchbay's page about all of them; null when there is none.</param>
    public IEnumerable<TicketBlock> Blocks(Func<GroupMember, string?> pageOf, string? page)
    {
        yield return new TicketBlock.Prose(Introduction());
        if (Open.Count > 0)
        {
            var more = Open.Count - GroupWriter.MostOpen;
            yield return new TicketBlock.Heading("Open");
            yield return page is null
                ? Lines(Open.Take(GroupWriter.MostOpen).Select(Said).Concat(more > 0 ? [$"and {Number(more)} more"] : []))
                : new TicketBlock.Links(
                [
                    .. Open.Take(GroupWriter.MostOpen).Select(m => new TicketLink(Said(m), pageOf(m)!)),
                    .. more > 0 ? [new TicketLink($"and {Number(more)} more", page)] : Array.Empty<TicketLink>(),
                ]);
        }

        if (Settled.Count > 0)
        {
            var more = Settled.Count - GroupWriter.MostSettled;
            yield return new TicketBlock.Heading("Settled");
            yield return Lines(
                Settled.Take(GroupWriter.MostSettled).Select(m => $"✓ {Said(m)}, {WordOf(m.State)}").Concat(more > 0 ? [$"✓ and {Number(more)} more"] : []));
        }
    }

    private string Introduction()
    {
        var shared = group.By switch
        {
            TicketGrouping.Rule => "of the rule",
            TicketGrouping.Component => "in the component",
            _ => "in the file",
        };
        var first = Open.Count switch
        {
            0 => $"No finding {shared} {TicketPlace.Code(group.Value)} is open.",
            1 => $"One open finding {shared} {TicketPlace.Code(group.Value)}.",
            _ => $"{Number(Open.Count)} open findings {shared} {TicketPlace.Code(group.Value)} share this ticket.",
        };
        return $"{first} New ones are added here, and the ticket is done with the last of them.";
    }

    private string Said(GroupMember member) => (group.By, member.Where) switch
    {
        // Of one rule, the place tells more than a title that all of them have.
        (TicketGrouping.Rule, { } where) when hasOneTitle => $"{member.Severity}: {where}",
        (TicketGrouping.File, { } where) when where.StartsWith(group.Value + ":", StringComparison.Ordinal) =>
            $"{member.Severity}: {member.Title}, line {where[(group.Value.Length + 1)..]}",
        (TicketGrouping.File, _) => $"{member.Severity}: {member.Title}",
        (_, { } where) when !member.Title.Contains(where, StringComparison.OrdinalIgnoreCase) => $"{member.Severity}: {member.Title} in {where}",
        _ => $"{member.Severity}: {member.Title}",
    };

    private static TicketBlock.Prose Lines(IEnumerable<string> lines) =>
        new(string.Join('\n', lines.Select(l => $"- {l.Replace('`', '\'')}")));

    private static string WordOf(FindingState state) => state switch
    {
        FindingState.Fixed => "fixed",
        FindingState.FalsePositive => "a false positive",
        FindingState.RiskAccepted => "risk accepted",
        FindingState.Suppressed => "set aside in the scanner",
        _ => "ignored by its path",
    };

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
