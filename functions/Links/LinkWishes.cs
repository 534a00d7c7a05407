using Patchbay.Findings;
using Patchbay.Integrations;
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
                wishes.Add(new LinkWish.New(Make(finding, mapping, now)));
            }
        }

        foreach (var link in known)
        {
            if (Next(finding, link.Link, wanted.Contains(link.Link.Mapping), assignments, now) is { } next)
            {
                wishes.Add(new LinkWish.Changed(link, next));
            }
        }

        return wishes;
    }

    private static HashSet<string> WantedMappings(Verdict verdict, IReadOnlyList<Assignment> assignments)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in verdict.Mappings)
        {
            // A mapping that no assignment gives to this asset is not for it, whatever a policy says.
            wanted.UnionWith(assignments.Select(a => a.Mapping).Where(m => name == "*" || m == name));
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
        FindingRecord finding, Link link, bool isWanted, IReadOnlyList<Assignment> assignments, DateTimeOffset now)
    {
        if (link.State == LinkState.Unlinked || (link.Ticket is not null && !Allows(assignments, link.Mapping, AssignmentMode.UpdateExisting)))
        {
            return null;
        }

        // A policy that no longer asks for a ticket does not close one: the flaw is still there, and somebody may be at work on it.
        // Only the finding's own state does. A wish that was never sent is simply taken back.
        var isProblem = finding.State is FindingState.Open or FindingState.Absent;
        var wantsOpen = isProblem && (isWanted || link.IsAsked || link.State != LinkState.Wanted);
        var next = link with { WantsOpen = wantsOpen, Severity = finding.Finding.Rating.Value, ChangedAt = now };
        return next with { State = StateFor(next), Attempts = 0, NotBefore = null };
    }

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
    /// <summary>There was none.</summary>
    public sealed record New(Link Link) : LinkWish(Link);

    /// <summary>It is stored and should say this; the ticket may need an update.</summary>
    public sealed record Changed(StoredLink Was, Link Link) : LinkWish(Link);
}
