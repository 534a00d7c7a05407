using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Brings a link in step with what its ticket says.</summary>
public sealed class TicketSync(LinkMap links, LaneNotes notes, PushErrors errors, DriftBook drifts, TimeProvider clock)
{
    /// <summary>Applies one look at a ticket.</summary>
    /// <param name="stored">A link that has a ticket, as it was read before the look.</param>
    public async Task<TicketCheck> ApplyAsync(
        StoredLink stored, TicketRoute route, TicketReading reading, CancellationToken cancellationToken)
    {
        var name = stored.Link.Ref;
        var check = TicketCheck.Of(stored.Link, reading);
        switch (check)
        {
            case TicketCheck.Moved moved:
                await links.IndexAsync(route.Instance.Name, moved.To.Key, name, cancellationToken);
                await links.BecomeAsync(stored, stored.Link with { Ticket = moved.To, ChangedAt = clock.GetUtcNow() }, cancellationToken);
                break;
            case TicketCheck.Deleted deleted:
                await errors.NoteAsync(name, cancellationToken);
                await links.BecomeAsync(
                    stored,
                    stored.Link with { State = LinkState.Lost, Reason = deleted.Reason, ChangedAt = clock.GetUtcNow() },
                    cancellationToken);
                break;
            case TicketCheck.Behind:
                await notes.AddAsync(new PendingPush(name, stored.Link.Severity, clock.GetUtcNow()), cancellationToken);
                break;
            case TicketCheck.AsExpected when await links.FindByTicketAsync(
                route.Instance.Name, stored.Link.Ticket!.Key, cancellationToken) is null:
                await links.IndexAsync(route.Instance.Name, stored.Link.Ticket.Key, name, cancellationToken);
                break;
        }

        await drifts.NoteAsync(stored.Link, check, cancellationToken);
        return check;
    }
}
