using Patchbay.Audit;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Storage;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Brings a link and its findings in step with what their ticket says.</summary>
/// <remarks>
/// A finding and its link change in one commit, so a kill leaves both or neither. Only the findings of a group cannot: they change first, and
/// the link agrees after them, so a look that was killed is made again and finds what it had done.
/// </remarks>
public sealed class TicketSync(
    LinkMap links, LinkedFindings behind, Decisions decisions, LaneNotes notes, PushErrors errors, DriftBook drifts, TimeProvider clock)
{
    // A claim older than this is of a push that was killed. Trackers are given up after 100 seconds.
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan WaitForWrite = TimeSpan.FromSeconds(5);

    /// <summary>Applies one look at a ticket, and has pushed what is still to be written.</summary>
    /// <param name="stored">A link that has a ticket, as it was read before the look.</param>
    public async Task<TicketCheck> ApplyAsync(
        StoredLink stored, TicketRoute route, TicketReading reading, CancellationToken cancellationToken)
    {
        if (stored.Link.WritingSince + LongestWrite > clock.GetUtcNow())
        {
            return new TicketCheck.BeingWritten(WaitForWrite);
        }

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

        var fields = FieldMerge.Of(route.Mapping.Sync, agreed.Fields, link.Fields, LinkFields.Of(route.Mapping, seen));
        var next = link with { Ticket = seen.Ticket, Agreed = merge.Next with { Fields = fields.Agreed }, Fields = fields.Ours, Seen = TicketSeen.Of(seen) };
        var audit = link.Seen?.Words() != next.Seen.Words() && Overruled(next, merge, ours, route) is { } entry ? [Audit.Audit.Row(entry, null, null)] : Array.Empty<Change>();
        var severity = SeverityOf(route.Mapping.Sync, next, findings, seen);
        if (merge is not StatusMerge.Take || severity.Take is null)
        {
            // Where both changed at once, the severity stays new, and is taken by the next look.
            next = next with { Agreed = severity.Next };
        }

        var isKept = merge is StatusMerge.Take { State: var state }
            ? await TakeAsync(stored, next, moved, DecisionOf(state, next, route), audit, cancellationToken)
            : severity.Take is { } shown
                ? await RateAsync(stored, next, findings[0], shown, route, audit, cancellationToken)
                : await KeepAsync(stored, next, audit, cancellationToken);
        return isKept ? Said(merge, link, next, ours) : new TicketCheck.Overtaken();
    }

    // A group's ticket shows the worst of its findings, so nobody can tell which of them somebody meant.
    private static SeverityMerge SeverityOf(MappingSync rules, Link next, IReadOnlyList<StoredFinding> findings, TicketSnapshot seen) =>
        findings is [var only] && next.Group is null
            ? SeverityMerge.Of(rules.Severity, next.Agreed!, only.Record.Finding.Rating.Value, seen.Severity)
            : new SeverityMerge(next.Agreed!, null);

    private Task<bool> RateAsync(
        StoredLink stored, Link next, StoredFinding finding, Severity shown, TicketRoute route, Change[] audit, CancellationToken cancellationToken)
    {
        var reason = $"{next.Ticket!.Key} shows {shown}.";
        var row = stored.Become(next with { ChangedAt = clock.GetUtcNow() });
        return decisions.RateAsync(finding, shown, reason, $"tracker:{route.Instance.Name}", [row, .. audit], cancellationToken);
    }

    private Decision DecisionOf(FindingState state, Link next, TicketRoute route)
    {
        var until = state == FindingState.RiskAccepted && route.Mapping.Sync.AcceptDays is { } days ? clock.GetUtcNow().AddDays(days) : default(DateTimeOffset?);
        return new Decision(state, $"{next.Ticket!.Key} was set to {next.Seen!.Words()}.", until, $"tracker:{route.Instance.Name}");
    }

    // False when the link or a finding changed since it was read: what was merged is no longer so.
    private async Task<bool> TakeAsync(
        StoredLink stored, Link next, IReadOnlyList<StoredFinding> findings, Decision decision, Change[] audit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var taken = next with { Agreed = next.Agreed! with { TakenAt = now }, ChangedAt = now };
        if (findings is [var only] && FindingBook.PartitionOf(only.Record.Asset, only.Record.Key) == next.Ref.Partition)
        {
            return await decisions.TakeAsync(only, decision, [stored.Become(taken), .. audit], cancellationToken);
        }

        // A group's findings lie in many partitions. The link's version changes first, so that a push that was about to write what they say now
        // has to think again; and it agrees last, so that a look that was killed is made again. That the ticket closed them is kept from the first: when
        // their news reaches the group before we are done, the look that is made again finds them closed already.
        var before = stored.Link.Agreed is { } agreed ? agreed with { TakenAt = now } : null;
        if (await links.BecomeAsync(stored, taken with { Agreed = before }, cancellationToken) is not { } held)
        {
            return false;
        }

        foreach (var finding in findings)
        {
            if (!await decisions.TakeAsync(finding, decision, [], cancellationToken))
            {
                return false;
            }
        }

        return await links.BecomeAsync(held, taken, audit, cancellationToken) is not null;
    }

    // A look that brought nothing new writes nothing.
    private async Task<bool> KeepAsync(StoredLink stored, Link next, Change[] audit, CancellationToken cancellationToken) =>
        (audit.Length == 0 && StoredJson.Write(next).AsSpan().SequenceEqual(StoredJson.Write(stored.Link)))
        || await links.BecomeAsync(stored, next with { ChangedAt = clock.GetUtcNow() }, audit, cancellationToken) is not null;

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
