using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Sync;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>Makes one push: brings one ticket to what its link wishes, and creates it exactly once.</summary>
/// <remarks>
/// Before a create call the intent is committed (<see cref="LinkState.Creating"/>). Whoever finds a link in that state does not know
/// whether the call was made, so the tracker is asked for the marker first; only when it is not there, and no call of a killed
/// process can still be under way, is the ticket made again. One worker holds a lane at a time; the row's version guards the rest.
/// </remarks>
public sealed class TicketPush(
    LinkMap links, TicketDraft drafts, TicketSync sync, CommentPush comments, PushErrors errors, PushSettings settings, FaultPoint fault,
    TimeProvider clock)
{
    /// <summary>Makes the push.</summary>
    /// <param name="route">Where the link's mapping leads.</param>
    /// <param name="tracker">The mapping's project, opened.</param>
    public async Task<PushEnd> RunAsync(StoredLink stored, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        var end = await PushAsync(stored, route, tracker, cancellationToken);
        return end is PushEnd.Done && route.Mapping.Sync.Comments
            ? await SayAsync(stored.Link.Ref, tracker, cancellationToken) ?? end
            : end;
    }

    private async Task<PushEnd> PushAsync(StoredLink stored, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        if (await drafts.WriteAsync(stored.Link, route.Mapping, cancellationToken) is not var (ticket, finding))
        {
            return await EndAsync(stored, new PushResult.Refused("The finding behind this link is no longer stored."), cancellationToken);
        }

        fault.Pass(PushStep.BeforeIntent);
        return stored.Link switch
        {
            { State: LinkState.Linked, Ticket: { } known } => await UpdateAsync(
                new TicketUpdate(stored.Link, known, ticket, finding, route.Mapping), stored, route, tracker, cancellationToken),
            { State: LinkState.Creating } => await SettleAsync(stored, ticket, route, tracker, cancellationToken),
            { State: LinkState.Wanted, WantsOpen: true } => await CreateAsync(stored, ticket, route, tracker, cancellationToken),
            { State: LinkState.Wanted } => await TakeBackAsync(stored, cancellationToken),
            _ => new PushEnd.Done(WasCalled: false),
        };
    }

    /// <summary>Shows a failure on the link: waits, or gives up with the reason.</summary>
    public async Task<PushEnd> EndAsync(StoredLink stored, PushResult result, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var after = PushDecision.After(stored.Link, result, settings, now);
        await errors.NoteAsync(stored.Link.Ref, cancellationToken);
        await BecomeAsync(stored, link => PushDecision.Fail(link, after, now), cancellationToken);
        return after switch
        {
            PushDecision.Wait wait => new PushEnd.Parked(wait.Until, wait.HoldsLane, wait.Reason) { IsFailure = true },
            _ => new PushEnd.Done(WasCalled: true),
        };
    }

    private async Task<PushEnd?> SayAsync(LinkRef name, ITracker tracker, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(name, cancellationToken) is not { Link: { State: LinkState.Linked, Ticket: not null } } stored
            || await comments.RunAsync(stored.Link, tracker, cancellationToken) is not { } result)
        {
            return null;
        }

        if (result is not PushResult.Filed)
        {
            return await EndAsync(stored, result, cancellationToken);
        }

        if (PushErrors.IsError(stored.Link))
        {
            await BecomeAsync(stored, link => PushDecision.Clear(link, clock.GetUtcNow()), cancellationToken);
            await errors.ClearAsync(name, cancellationToken);
        }

        return new PushEnd.Done(WasCalled: true);
    }

    private async Task<PushEnd> TakeBackAsync(StoredLink stored, CancellationToken cancellationToken)
    {
        await links.RemoveAsync(stored, cancellationToken);
        return new PushEnd.Done(WasCalled: false);
    }

    private async Task<PushEnd> CreateAsync(
        StoredLink stored, Ticket ticket, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var intent = stored.Link with { State = LinkState.Creating, IntentAt = now, ChangedAt = now };
        if (await links.BecomeAsync(stored, intent, cancellationToken) is not { } creating)
        {
            return new PushEnd.Parked(now, HoldsLane: false, "The wish changed; it is read again.");
        }

        fault.Pass(PushStep.AfterIntent);
        var result = await tracker.CreateAsync(ticket, cancellationToken);
        fault.Pass(PushStep.AfterCreate);
        // A ticket is made open, whatever is wished by now; the difference is the next push.
        return result switch
        {
            PushResult.Filed filed => await LinkAsync(creating, filed, ticket with { IsOpen = true }, route, cancellationToken),
            // Known not to be done, so whoever tries again need not look for it first.
            PushResult.Refused => await EndAsync(creating with { Link = creating.Link with { IntentAt = null } }, result, cancellationToken),
            _ => await EndAsync(creating, result, cancellationToken),
        };
    }

    private async Task<PushEnd> SettleAsync(
        StoredLink stored, Ticket ticket, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        var intentAt = stored.Link.IntentAt ?? stored.Link.WantedAt;
        switch (await tracker.FindAsync(stored.Link.Marker, intentAt, cancellationToken))
        {
            case MarkerSearch.Found found:
                return await AdoptAsync(stored, found.Ticket, ticket, route, cancellationToken);
            case MarkerSearch.Later later:
                return await EndAsync(stored, new PushResult.Unknown(later.Reason), cancellationToken);
            case MarkerSearch.Refused refused:
                return await EndAsync(stored, new PushResult.Refused(refused.Reason), cancellationToken);
        }

        var sure = intentAt + TimeSpan.FromSeconds(settings.DoubtSeconds) + tracker.LookUpLag;
        if (sure > clock.GetUtcNow())
        {
            return new PushEnd.Parked(sure, HoldsLane: false, "An earlier call may still be under way in the tracker.");
        }

        var wanted = await BecomeAsync(stored, link => link with { State = LinkState.Wanted }, cancellationToken);
        return wanted is null ? new PushEnd.Done(WasCalled: true) : await RunAgainAsync(wanted, ticket, route, tracker, cancellationToken);
    }

    // Nobody knows what an adopted ticket says, so the next push writes it whole.
    private Task<PushEnd> AdoptAsync(
        StoredLink stored, TicketRef found, Ticket ticket, TicketRoute route, CancellationToken cancellationToken) =>
        LinkAsync(stored, new PushResult.Filed(found), ticket with { ContentHash = string.Empty }, route, cancellationToken);

    private Task<PushEnd> RunAgainAsync(
        StoredLink wanted, Ticket ticket, TicketRoute route, ITracker tracker, CancellationToken cancellationToken) =>
        wanted.Link.WantsOpen
            ? CreateAsync(wanted, ticket, route, tracker, cancellationToken)
            : TakeBackAsync(wanted, cancellationToken);

    private async Task<PushEnd> UpdateAsync(
        TicketUpdate update, StoredLink stored, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        if (update.IsIdle)
        {
            return new PushEnd.Done(WasCalled: false);
        }

        return !update.IsTurning ? await SendAsync(update, stored, tracker, cancellationToken)
            : await LookAsync(stored, route, tracker, cancellationToken)
            ?? await TurnAsync(stored.Link.Ref, route, tracker, cancellationToken);
    }

    private async Task<PushEnd> SendAsync(TicketUpdate update, StoredLink stored, ITracker tracker, CancellationToken cancellationToken)
    {
        var result = update.IsIdle ? new PushResult.Filed(update.Known) : await update.RunAsync(tracker, cancellationToken);
        return result is PushResult.Filed filed
            ? await AgreeAsync(stored, filed, update.Ticket, update.After, cancellationToken)
            : await EndAsync(stored, result, cancellationToken);
    }

    // All is read again after the look. From the claim on no look changes the link, and a look that began before it fails to.
    private async Task<PushEnd> TurnAsync(LinkRef name, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(name, cancellationToken) is not { Link: { State: LinkState.Linked, Ticket: { } known } } stored
            || await drafts.WriteAsync(stored.Link, route.Mapping, cancellationToken) is not var (ticket, finding))
        {
            return new PushEnd.Done(WasCalled: true);
        }

        var update = new TicketUpdate(stored.Link, known, ticket, finding, route.Mapping);
        if (!update.IsTurning)
        {
            return await SendAsync(update, stored, tracker, cancellationToken);
        }

        var now = clock.GetUtcNow();
        return await links.BecomeAsync(stored, stored.Link with { WritingSince = now }, cancellationToken) is { } claimed
            ? await SendAsync(update, claimed, tracker, cancellationToken)
            : new PushEnd.Parked(now, HoldsLane: false, "The link changed; it is read again.");
    }

    // Before a status is written, the ticket's own is merged: a change that nobody told us of must not be overwritten unseen.
    private async Task<PushEnd?> LookAsync(StoredLink stored, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        var reading = await tracker.ReadAsync(stored.Link.Ticket!, cancellationToken);
        return reading switch
        {
            TicketReading.Later later => await EndAsync(stored, new PushResult.Later(later.After, later.Reason), cancellationToken),
            TicketReading.Refused refused => await EndAsync(stored, new PushResult.Refused(refused.Reason), cancellationToken),
            TicketReading.Gone gone => await EndAsync(stored, new PushResult.Gone(gone.Reason), cancellationToken),
            _ => await sync.MergeAsync(stored, route, reading, cancellationToken) switch
            {
                TicketCheck.Overtaken => new PushEnd.Parked(clock.GetUtcNow(), HoldsLane: false, "The link changed; it is read again."),
                // The finding follows the ticket; what follows from that, the policies say.
                TicketCheck.Taken => new PushEnd.Done(WasCalled: true),
                _ => null,
            },
        };
    }

    private async Task<PushEnd> LinkAsync(
        StoredLink stored, PushResult.Filed filed, Ticket ticket, TicketRoute route, CancellationToken cancellationToken)
    {
        await links.IndexAsync(route.Instance.Name, filed.Ticket.Key, stored.Link.Ref, cancellationToken);
        fault.Pass(PushStep.AfterIndex);
        var end = await AgreeAsync(stored, filed, ticket, _ => new Agreement(FindingState.Open, IsOpen: true) { Severity = ticket.Severity }, cancellationToken);
        fault.Pass(PushStep.AfterLink);
        return end;
    }

    private async Task<PushEnd> AgreeAsync(
        StoredLink stored, PushResult.Filed filed, Ticket ticket, Func<Agreement?, Agreement?> after, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var linked = await BecomeAsync(stored, link => PushDecision.Agree(link, filed, ticket, after(link.Agreed), now), cancellationToken);
        if (PushErrors.IsError(stored.Link))
        {
            await errors.ClearAsync(stored.Link.Ref, cancellationToken);
        }

        // The wish may have moved on during the call; then the lane is to look at it once more.
        return linked is { Link: var link } && (link.IsTurning || ticket.ContentHash.Length == 0)
            ? new PushEnd.Parked(now, HoldsLane: false, "The wish changed during the call.")
            : new PushEnd.Done(WasCalled: true);
    }

    // What the tracker told us must not be lost to a wish that changed during the call: it is written onto whatever the link says now.
    private async Task<StoredLink?> BecomeAsync(StoredLink stored, Func<Link, Link> next, CancellationToken cancellationToken)
    {
        for (var current = stored; current is not null; current = await links.FindAsync(stored.Link.Ref, cancellationToken))
        {
            var becoming = next(current.Link);
            if (await links.BecomeAsync(current, becoming, TicketAudit.Of(current.Link, becoming, clock.GetUtcNow()), cancellationToken) is { } written)
            {
                return written;
            }
        }

        return null;
    }
}

/// <summary>How a push ended, for the lane.</summary>
public abstract record PushEnd
{
    private PushEnd()
    {
    }

    /// <summary>Nothing is left to do for the present wish, or a person must act first.</summary>
    /// <param name="WasCalled">The tracker was called, so the pace counts.</param>
    public sealed record Done(bool WasCalled) : PushEnd;

    /// <summary>To be tried again, not before a time.</summary>
    /// <param name="HoldsLane">The lane as a whole must wait until then.</param>
    public sealed record Parked(DateTimeOffset Until, bool HoldsLane, string Reason) : PushEnd
    {
        /// <summary>The tracker was in trouble; otherwise the push merely waits for its time.</summary>
        public bool IsFailure { get; init; }
    }
}
