using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Groups;
using Patchbay.Policies;
using Patchbay.Tickets;

namespace Patchbay.Links;

/// <summary>Decides which links a finding should have, from its verdict and the assignments of its asset. Pure.</summary>
public static class LinkWishes
{
    /// <summary>The wishes for one finding.</summary>
    /// <param name="verdict">What the policies decided for the finding as it is now.</param>
    /// <param name="assignments">Those that apply to the finding's asset.</param>
    /// <param name="known">The finding's links as they are stored.</param>
    /// <param name="now">The time of the wish.</param>
    /// <returns>Links to be added, changed or removed; nothing for a link that is as it should be.</returns>
    public static IReadOnlyList<LinkWish> For(
        FindingRecord finding,
        Verdict verdict,
        IReadOnlyList<Assignment> assignments,
        IReadOnlyList<StoredLink> known,
        DateTimeOffset now)
    {
        var wanted = WantedMappings(verdict, assignments);
        var wishes = new List<LinkWish>();
        foreach (var mapping in wanted.Where(m => known.All(k => k.Link.Mapping != m)))
        {
            if (Allows(assignments, mapping, AssignmentMode.LinkNew))
            {
                var link = Make(finding, mapping, now);
                wishes.Add(new LinkWish.New(Joined(link, finding, verdict, assignments, now) ?? link));
            }
        }

        foreach (var link in known)
        {
            if (Next(finding, verdict, link.Link, wanted.Contains(link.Link.Mapping), assignments, now) is { } next)
            {
                wishes.Add(new LinkWish.Changed(link, next));
            }
        }

        return [.. wishes.Select(w => w.Link is { State: LinkState.Grouped, Membership: { } group } ? w with { News = News(w.Link, group) } : w)];

        GroupNote News(Link link, GroupMembership group) => new(
            group.GroupKey, link.Mapping, group.Group, finding.Key, group.Stamp,
            GroupMember.Of(finding, verdict, wanted.Contains(link.Mapping)),
            Allows(assignments, link.Mapping, AssignmentMode.UpdateExisting));
    }

    /// <summary>A link whose ticket is to be open or not, at once and with all its attempts before it.</summary>
    internal static Link Become(Link link, bool wantsOpen, Severity severity, DateTimeOffset now)
    {
        var next = link with { WantsOpen = wantsOpen, Severity = severity, ChangedAt = now };
        return next with { State = StateFor(next), Attempts = 0, FailingSince = null, NotBefore = null };
    }

    private static HashSet<string> WantedMappings(Verdict verdict, IReadOnlyList<Assignment> assignments)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in verdict.Mappings)
        {
            // A mapping that no assignment gives to this asset is not for it, whatever a policy says.
            wanted.UnionWith(assignments.Select(a => a.Mapping).Where(m => name == PolicyThen.Ticket.AssignedMappings || m == name));
        }

        return wanted;
    }

    private static Link Make(FindingRecord finding, string mapping, DateTimeOffset now) => new()
    {
        Asset = finding.Asset,
        FindingKey = finding.Key,
        Mapping = mapping,
        Marker = TicketMarker.For(finding.Asset, finding.Key, mapping),
        State = LinkState.Wanted,
        Severity = finding.Finding.Rating.Value,
        WantedAt = now,
        ChangedAt = now,
    };

    private static Link? Next(
        FindingRecord finding, Verdict verdict, Link link, bool isWanted, IReadOnlyList<Assignment> assignments, DateTimeOffset now)
    {
        if (link is { State: LinkState.Grouped, Membership: { } group })
        {
            return link with { Membership = group.Next(now), Severity = finding.Finding.Rating.Value, ChangedAt = now };
        }

        if (link.State == LinkState.Unlinked || (link.Ticket is not null && !Allows(assignments, link.Mapping, AssignmentMode.UpdateExisting)))
        {
            return null;
        }

        // What has a ticket keeps it, whatever is grouped since; a wish that was never sent can still join.
        if (isWanted && link is { State: LinkState.Wanted, IsAsked: false, Renewals: 0 }
            && Joined(link, finding, verdict, assignments, now) is { } joined)
        {
            return joined;
        }

        // A policy that no longer asks for a ticket does not close one: the flaw is still there, and somebody may be at work on it.
        // Only the finding's own state does. A wish that was never sent is simply taken back.
        var isProblem = finding.State is FindingState.Open or FindingState.Absent;
        var wantsOpen = isProblem && (isWanted || link.IsAsked || link.State != LinkState.Wanted);
        return Become(link, wantsOpen, finding.Finding.Rating.Value, now);
    }

    private static Link? Joined(
        Link link, FindingRecord finding, Verdict verdict, IReadOnlyList<Assignment> assignments, DateTimeOffset now) =>
        TicketGroup.Of(finding.Finding, GroupingOf(verdict, assignments, link.Mapping)) is { } group
            ? link with
            {
                State = LinkState.Grouped,
                Membership = new GroupMembership(GroupKey.Of(finding, group), group, GroupMembership.StampAfter(link.Membership?.Stamp ?? 0, now)),
                Severity = finding.Finding.Rating.Value,
                ChangedAt = now,
                Attempts = 0,
                FailingSince = null,
                NotBefore = null,
                Reason = null,
            }
            : null;

    // A policy that names the mapping knows best, then one that names none, then whoever gave the mapping to the asset.
    private static TicketGrouping GroupingOf(Verdict verdict, IReadOnlyList<Assignment> assignments, string mapping) =>
        verdict.GroupBy is { } said && (said.TryGetValue(mapping, out var by) || said.TryGetValue(PolicyThen.Ticket.AssignedMappings, out by))
            ? by
            : assignments.FirstOrDefault(a => a.Mapping == mapping && a.GroupBy != TicketGrouping.None)?.GroupBy ?? TicketGrouping.None;

    // A refused wish whose finding is gone has nothing left to refuse: the push takes it back, or settles whether there is a ticket.
    private static LinkState StateFor(Link link) => link switch
    {
        { State: LinkState.Failed, Ticket: null, WantsOpen: false, IntentAt: null } => LinkState.Wanted,
        { State: LinkState.Failed, Ticket: null, WantsOpen: false } => LinkState.Creating,
        _ => link.State,
    };

    private static bool Allows(IReadOnlyList<Assignment> assignments, string mapping, AssignmentMode mode) =>
        assignments.Any(a => a.Mapping == mapping && (a.Mode == mode || a.Mode == AssignmentMode.LinkNewAndUpdate));
}

/// <summary>A link that should come to be, or become another.</summary>
public abstract record LinkWish(Link Link)
{
    /// <summary>What the group is to be told whose ticket the finding shares; null when it shares none.</summary>
    public GroupNote? News { get; init; }

    /// <summary>There was none.</summary>
    public sealed record New(Link Link) : LinkWish(Link);

    /// <summary>It is stored and should say this; the ticket may need an update.</summary>
    public sealed record Changed(StoredLink Was, Link Link) : LinkWish(Link);
}
