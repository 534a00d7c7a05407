using Patchbay.Findings;
using Patchbay.Tickets;

namespace Patchbay.Links.Groups;

/// <summary>Decides what a group's ticket should be, from the findings that share it. Pure.</summary>
public static class GroupWish
{
    /// <summary>The wish for the group's ticket: open as long as one of them is a problem, as urgent as the worst.</summary>
    /// <param name="was">The group's link as it is stored; null for none.</param>
    /// <param name="mayUpdate">A ticket that is there may be changed.</param>
    /// <returns>Null when the link stays as it is, or none is wanted.</returns>
    public static Link? Next(
        LinkRef name, TicketGroup group, Link? was, IReadOnlyCollection<GroupMember> members, bool mayUpdate, DateTimeOffset now)
    {
        var open = members.Where(m => m.IsOpen).ToList();
        var isWanted = open.Exists(m => m.IsWanted);
        if (was is null)
        {
            return isWanted ? Make(name, group, WorstOf(open), now) : null;
        }

        if (was.State == LinkState.Unlinked || (was.Ticket is not null && !mayUpdate))
        {
            return null;
        }

        // As for a single finding: a policy that no longer asks closes no ticket, and what was never sent is taken back.
        var wantsOpen = open.Count > 0 && (isWanted || was.IsAsked || was.State != LinkState.Wanted);
        var worst = open.Count > 0 ? WorstOf(open) : was.Severity;
        return LinkWishes.Become(was with { Group = group }, wantsOpen, worst, now);
    }

    private static Severity WorstOf(List<GroupMember> open) => open.Max(m => m.Severity);

    private static Link Make(LinkRef name, TicketGroup group, Severity severity, DateTimeOffset now) => new()
    {
        Asset = name.Asset,
        FindingKey = name.FindingKey,
        Mapping = name.Mapping,
        Marker = TicketMarker.For(name.Asset, name.FindingKey, name.Mapping),
        State = LinkState.Wanted,
        Severity = severity,
        Group = group,
        WantedAt = now,
        ChangedAt = now,
    };
}
