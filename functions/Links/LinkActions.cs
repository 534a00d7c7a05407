using Patchbay.Audit;
using Patchbay.Findings;
using Patchbay.Links.Groups;
using Patchbay.Links.Sync;
using Patchbay.Outbox;
using Patchbay.Storage;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>What people ask for by hand: push, try again, attach a ticket that is there, part from one, make one anew. Modes of assignments do not matter here.</summary>
public sealed class LinkActions(IStore store, LinkMap links, FindingBook findings, LaneNotes notes, GroupNotes groups, IQueue queue, TimeProvider clock)
{
    /// <summary>Has a ticket made or brought up to date, with all its attempts before it; of a finding that shares one, that one.</summary>
    /// <returns>The link as it is now; null when the finding is not stored.</returns>
    public async Task<Link?> PushAsync(LinkRef name, string who, CancellationToken cancellationToken)
    {
        var finding = (await findings.FindAsync(name.Asset, name.FindingKey, cancellationToken))?.Record;
        return await ChangeAsync(
            await SharedAsync(name, cancellationToken),
            who,
            "push ticket",
            was => was is not null ? Again(was) with { IsAsked = true } : finding is not null ? Wished(name, finding) with { IsAsked = true } : null,
            cancellationToken);
    }

    /// <summary>Tries a link's push again at once, with all its attempts before it; of a finding that shares a ticket, that ticket's.</summary>
    /// <returns>The link as it is now; null when there is none.</returns>
    public async Task<Link?> RetryAsync(LinkRef name, string who, CancellationToken cancellationToken) =>
        await ChangeAsync(
            await SharedAsync(name, cancellationToken), who, "retry push", was => was is null ? null : Again(was), cancellationToken);

    /// <summary>Links a ticket that people made themselves. Its title and text stay theirs. A finding that shared one shares it no more.</summary>
    /// <param name="seen">The ticket as its tracker shows it.</param>
    /// <param name="instance">The tracker's instance.</param>
    /// <returns>The link; null when the finding is not stored.</returns>
    public async Task<Link?> AttachAsync(
        LinkRef name, string instance, TicketSnapshot seen, string who, CancellationToken cancellationToken)
    {
        var finding = (await findings.FindAsync(name.Asset, name.FindingKey, cancellationToken))?.Record;
        if (finding is null && await links.FindAsync(name, cancellationToken) is null)
        {
            return null;
        }

        await links.IndexAsync(instance, seen.Ticket.Key, name, cancellationToken);
        var now = clock.GetUtcNow();
        return await ChangeAsync(
            name,
            who,
            "attach ticket",
            was => (was is not null ? Again(was) : finding is not null ? Wished(name, finding) : null) is not { } wished ? null : wished with
            {
                State = LinkState.Linked,
                Ticket = seen.Ticket,
                IsAttached = true,
                LinkedAt = now,
                Agreed = new Agreement(seen.Status.IsOpen ? FindingState.Open : FindingState.Fixed, seen.Status.IsOpen),
                Seen = TicketSeen.Of(seen),
                PushedHash = null,
                IntentAt = null,
            },
            cancellationToken);
    }

    /// <summary>Parts a finding from its ticket, which stays as it is; a shared one goes on without it. No other is made until a person asks for it.</summary>
    /// <returns>The link; null when there is none.</returns>
    public async Task<Link?> UnlinkAsync(LinkRef name, string instance, string who, CancellationToken cancellationToken)
    {
        var former = (await links.FindAsync(name, cancellationToken))?.Link.Ticket;
        var link = await ChangeAsync(
            name,
            who,
            "unlink ticket",
            was => was is null ? null : Again(was) with { State = LinkState.Unlinked, Ticket = null, LinkedAt = null, IsAsked = false },
            cancellationToken);
        if (link is not null && former is not null)
        {
            await links.ForgetTicketAsync(instance, former.Key, name, cancellationToken);
        }

        return link;
    }

    /// <summary>Has a new ticket made in place of the one there was, which stays as it is; a shared one for all who share it.</summary>
    /// <returns>The link; null when there is none.</returns>
    public async Task<Link?> RecreateAsync(LinkRef name, string who, CancellationToken cancellationToken) =>
        await ChangeAsync(
            await SharedAsync(name, cancellationToken), who, "make ticket anew", was => was is null ? null : Anew(Again(was)), cancellationToken);

    private async Task<LinkRef> SharedAsync(LinkRef name, CancellationToken cancellationToken) =>
        (await links.FindSharedAsync(name, cancellationToken))?.Link.Ref ?? name;

    /// <summary>Sets who has the ticket, and the labels that people give it; the tracker is told.</summary>
    /// <returns>The link; null when there is none, or its ticket was not looked at yet.</returns>
    public Task<Link?> SetFieldsAsync(LinkRef name, LinkFields fields, string who, CancellationToken cancellationToken) =>
        ChangeAsync(
            name, who, "set fields", was => was is { State: LinkState.Linked, Fields: not null } ? was with { Fields = fields } : null, cancellationToken);

    private async Task<Link?> ChangeAsync(
        LinkRef name, string who, string what, Func<Link?, Link?> change, CancellationToken cancellationToken)
    {
        // Sent first: should the process die after the commit, this message brings the note to the lane.
        var shard = FindingBook.ShardOf(name.FindingKey);
        var now = clock.GetUtcNow();
        var work = StoredJson.Write(new EvaluationWork(name.Asset, null, shard, null));
        var message = new QueueMessage($"asked:{name}:{RowKey.OldestFirst(now)}", null, work, now.AddSeconds(10));
        await queue.SendAsync(Queues.Evaluations, [message], cancellationToken);

        while (true)
        {
            var was = await links.FindAsync(name, cancellationToken);
            if (change(was?.Link) is not { } next)
            {
                return null;
            }

            var body = StoredJson.Write(next);
            Change[] changes =
            [
                was is null ? new Change.Add(name.Key, body) : new Change.Replace(name.Key, was.Version, body),
                notes.Row([new PendingPush(name, next.Severity, next.WantedAt)]),
                .. next is { State: not LinkState.Grouped, Membership: { } left } && was is { Link.State: LinkState.Grouped }
                    ? [groups.Row([GroupNote.Left(next, left)])]
                    : Array.Empty<Change>(),
                Audit.Audit.Row(new AuditEntry(name.FindingKey, who, what, now), Shown(was?.Link), Shown(next)),
            ];
            if (await store.CommitAsync(name.Partition, changes, cancellationToken))
            {
                await groups.FlushAsync(name.Asset, shard, cancellationToken);
                await notes.FlushAsync(name.Asset, shard, cancellationToken);
                return next;
            }
        }
    }

    private Link Wished(LinkRef name, FindingRecord finding) => new()
    {
        Asset = name.Asset,
        FindingKey = name.FindingKey,
        Mapping = name.Mapping,
        Marker = TicketMarker.For(name.Asset, name.FindingKey, name.Mapping),
        State = LinkState.Wanted,
        Severity = finding.Finding.Rating.Value,
        WantsOpen = finding.State is FindingState.Open or FindingState.Absent,
        WantedAt = clock.GetUtcNow(),
        ChangedAt = clock.GetUtcNow(),
    };

    private Link Again(Link link)
    {
        var now = clock.GetUtcNow();
        var next = link with { WantedAt = now, ChangedAt = now, Attempts = 0, FailingSince = null, NotBefore = null, Reason = null };
        return link switch
        {
            // A lost ticket is not looked for again but made anew.
            { State: LinkState.Lost or LinkState.Unlinked } => Anew(next),
            { State: LinkState.Grouped, Membership: { } group } => next with { State = LinkState.Wanted, Membership = group.Next(now) },
            { Ticket: not null } => next with { State = LinkState.Linked, PushedHash = null },
            { IntentAt: not null } => next with { State = LinkState.Creating },
            _ => next with { State = LinkState.Wanted },
        };
    }

    // A marker of its own: should an answer be lost, the former ticket must not be taken for the new one.
    private static Link Anew(Link link) => link with
    {
        State = LinkState.Wanted,
        Ticket = null,
        IsAttached = false,
        IsAsked = true,
        IntentAt = null,
        LinkedAt = null,
        Agreed = null,
        Seen = null,
        PushedHash = null,
        Renewals = link.Renewals + 1,
        Marker = TicketMarker.For(link.Asset, link.FindingKey, $"{link.Mapping}:{link.Renewals + 1}"),
    };

    private static object? Shown(Link? link) => link is null
        ? null
        : new { link.Mapping, link.State, Ticket = link.Ticket?.Key, link.Fields?.Assignee, link.Fields?.Labels };
}
