using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Looks at one ticket that may have changed, unless that was done since it was asked for.</summary>
public sealed class SyncRun(
    SyncDesk desk, LinkMap links, IntegrationBook integrations, TrackerKinds kinds, TicketSync sync, CommentSync comments,
    TimeProvider clock)
{
    private const int MostLooks = 3;

    private static readonly TimeSpan WaitUnlessTold = TimeSpan.FromMinutes(1);

    /// <summary>Handles one message. Repeating it is harmless.</summary>
    public async Task RunAsync(SyncWork work, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(work, cancellationToken) is not { } due)
        {
            return;
        }

        var check = await LookAsync(work, due, cancellationToken);
        for (var again = 0; check is TicketCheck.Overtaken && again < MostLooks; again++)
        {
            check = await LookAsync(work, due, cancellationToken);
        }

        switch (check)
        {
            case TicketCheck.Overtaken:
                throw new ConcurrentChangeException($"The link of {work.TicketKey} changed at every look.");
            case TicketCheck.NotAsked { Answer: var later }:
                await desk.LaterAsync(work.Instance, due, clock.GetUtcNow() + (later.After ?? WaitUnlessTold), cancellationToken);
                break;
            case TicketCheck.BeingWritten written:
                await desk.LaterAsync(work.Instance, due, clock.GetUtcNow() + written.After, cancellationToken);
                break;
            default:
                await desk.DoneAsync(work.Instance, due, cancellationToken);
                break;
        }
    }

    private async Task<TicketCheck?> LookAsync(SyncWork work, StoredDueSync due, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(due.Due.Link, cancellationToken) is not { Link: { State: LinkState.Linked or LinkState.Failed, Ticket: { } ticket } } stored
            || await integrations.FindRouteAsync(stored.Link.Mapping, cancellationToken) is not { } route
            || route.Instance.Name != work.Instance)
        {
            return null;
        }

        var tracker = await kinds.OpenAsync(route, cancellationToken);
        var reading = await tracker.ReadAsync(ticket, cancellationToken);
        var check = await sync.ApplyAsync(stored, route, reading, cancellationToken);
        return reading is TicketReading.Seen && check is not (TicketCheck.Overtaken or TicketCheck.BeingWritten)
            && await comments.RunAsync(stored.Link, route, tracker, cancellationToken) is { } later
            ? new TicketCheck.NotAsked(new TicketReading.Later(later.After, later.Reason))
            : check;
    }
}
