using Patchbay.Audit;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Storage;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Brings a link and its findings in step with what their ticket says.</summary>
/// <remarks>
/// The findings change first and the link's agreement after them: whoever dies in between leaves findings that say what the ticket says,
/// which the next merge takes for agreed.
/// </remarks>
public sealed class TicketSync(
    LinkMap links, LinkedFindings behind, Decisions decisions, LaneNotes notes, PushErrors errors, DriftBook drifts, TimeProvider clock)
{
    /// <summary>Applies one look at a ticket, and has pushed what is still to be written.</summary>
    /// <param name="stored">A link that has a ticket, as it was read before the look.</param>
    public async Task<TicketCheck> ApplyAsync(
        StoredLink stored, TicketRoute route, TicketReading reading, CancellationToken cancellationToken)
    {
        var check = await MergeAsync(stored, route, reading, cancellationToken);
        if (check is TicketCheck.Behind)
        {
            await notes.AddAsync(new PendingPush(stored.Link.Ref, stored.Link.Severity, clock.GetUtcNow()), cancellationToken);
        }

        return check;
    }

    /// <summary>Applies one look at a ticket; what is still to be written is the caller's to push.</summary>
    public async Task<TicketCheck> MergeAsync(
        StoredLink stored, TicketRoute route, TicketReading reading, CancellationToken cancellationToken)
    {
        var check = reading switch
        {
            TicketReading.Seen seen => await SeenAsync(stored, route, seen.Ticket, cancellationToken),
            TicketReading.Gone gone => await GoneAsync(stored, gone.Reason, cancellationToken),
            TicketReading.Refused refused => new TicketCheck.Hidden(refused.Reason),
            TicketReading.Later later => new TicketCheck.NotAsked(later),
            _ => throw new ArgumentOutOfRangeException(nameof(reading)),
        };
        // What is about to be pushed is no news.
        if (check is not TicketCheck.Behind)
        {
            await drifts.NoteAsync(stored.Link, check, cancellationToken);
        }

        return check;
    }

    private async Task<TicketCheck> GoneAsync(StoredLink stored, string reason, CancellationToken cancellationToken)
    {
        await errors.NoteAsync(stored.Link.Ref, cancellationToken);
        var lost = stored.Link with { State = LinkState.Lost, Reason = reason, ChangedAt = clock.GetUtcNow() };
        return await links.BecomeAsync(stored, lost, cancellationToken) is null ? new TicketCheck.Overtaken() : new TicketCheck.Deleted(reason);
    }

    private async Task<TicketCheck> SeenAsync(
        StoredLink stored, TicketRoute route, TicketSnapshot seen, CancellationToken cancellationToken)
    {
        var link = stored.Link;
        if (await links.FindByTicketAsync(route.Instance.Name, seen.Ticket.Key, cancellationToken) is null)
        {
            await links.IndexAsync(route.Instance.Name, seen.Ticket.Key, link.Ref, cancellationToken);
        }

        var findings = await behind.ListAsync(link, cancellationToken).ToListAsync(cancellationToken);
        if (findings.Count == 0)
        {
            return new TicketCheck.Differing("The finding behind this link is no longer stored.");
        }

        var ours = LinkStates.Of(findings);
        var agreed = link.Agreed ?? new Agreement(ours, seen.Status.IsOpen);
        var merge = StatusMerge.Of(route.Mapping, agreed, ours, StatusClaim.Of(route.Mapping.Sync, seen));
        var moved = merge is StatusMerge.Take take ? LinkStates.Moved(findings, take.State, agreed.TakenAt).ToList() : [];
        if (merge is StatusMerge.Take && moved.Count == 0)
        {
            merge = new StatusMerge.Told(merge.Next with { State = agreed.State }, "None of its findings was closed by the ticket, so none is opened by it.");
        }

        var next = link with { Ticket = seen.Ticket, Agreed = merge.Next, Seen = TicketSeen.Of(seen) };
        if (merge is StatusMerge.Take { State: var state })
        {
            next = next with { Agreed = merge.Next with { TakenAt = clock.GetUtcNow() } };
            if (!await TakeAsync(moved, state, route, next, cancellationToken))
            {
                return new TicketCheck.Overtaken();
            }
        }

        return await KeepAsync(stored, next, Overruled(next, merge, ours, route), cancellationToken)
            ? Said(merge, link, next, ours)
            : new TicketCheck.Overtaken();
    }

    // False when a finding changed since it was read: what was merged is no longer so.
    private async Task<bool> TakeAsync(
        IReadOnlyList<FindingRecord> findings, FindingState state, TicketRoute route, Link next, CancellationToken cancellationToken)
    {
        var until = state == FindingState.RiskAccepted && route.Mapping.Sync.AcceptDays is { } days ? clock.GetUtcNow().AddDays(days) : default(DateTimeOffset?);
        var reason = $"{next.Ticket!.Key} was set to {next.Seen!.Words()}.";
        var decision = new Decision(state, reason, until, $"tracker:{route.Instance.Name}");
        foreach (var finding in findings)
        {
            var outcome = await decisions.DecideAsync(finding.Asset, finding.Key, decision with { OnlyFrom = finding.State }, cancellationToken);
            if (outcome is not DecisionOutcome.Done)
            {
                return false;
            }
        }

        return true;
    }

    // A look that brought nothing new writes nothing.
    private async Task<bool> KeepAsync(StoredLink stored, Link next, AuditEntry? overruled, CancellationToken cancellationToken)
    {
        if (overruled is null && StoredJson.Write(next).AsSpan().SequenceEqual(StoredJson.Write(stored.Link)))
        {
            return true;
        }

        var audit = overruled is null ? [] : new[] { Audit.Audit.Row(overruled, null, null) };
        return await links.BecomeAsync(stored, next with { ChangedAt = clock.GetUtcNow() }, audit, cancellationToken) is not null;
    }

    // Who changed something that did not count is to be able to read why.
    private AuditEntry? Overruled(Link next, StatusMerge merge, FindingState ours, TicketRoute route)
    {
        var reason = merge switch
        {
            StatusMerge.Take { Lost: not null } => $"{next.Ticket!.Key} says {next.Seen!.Words()}, the finding was {FindingWords.Of(ours)}; both had changed, and the ticket counts.",
            StatusMerge.Write { Lost: not null } => $"{next.Ticket!.Key} says {next.Seen!.Words()}, the finding is {FindingWords.Of(ours)}; both had changed, and the finding counts.",
            _ => null,
        };
        return reason is null
            ? null
            : new AuditEntry(next.FindingKey, $"tracker:{route.Instance.Name}", "settle a conflict", clock.GetUtcNow()) { Reason = reason };
    }

    private static TicketCheck Said(StatusMerge merge, Link was, Link next, FindingState ours) => merge switch
    {
        StatusMerge.Take taken => new TicketCheck.Taken(taken.State),
        // Otherwise the wish has not followed the finding: the policies are about to look at it, or the assignment lets nobody update tickets.
        StatusMerge.Write when next.IsTurning && next.WantsOpen == (ours == FindingState.Open) => new TicketCheck.Behind(),
        StatusMerge.Told told => new TicketCheck.Differing($"The ticket is {next.Seen!.Words()}, its finding {FindingWords.Of(ours)}. {told.Reason}"),
        _ when next.Ticket!.Key != was.Ticket?.Key => new TicketCheck.Moved(next.Ticket),
        _ => new TicketCheck.InStep(),
    };
}
