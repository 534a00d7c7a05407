using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Sync;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>What an update of a known ticket consists of: its text, its status, and a comment when the finding's state changed.</summary>
internal sealed record TicketUpdate(Link Link, TicketRef Known, Ticket Ticket, FindingRecord Finding, Mapping Mapping)
{
    /// <summary>The ticket says all of it already, as far as we know.</summary>
    public bool IsIdle => Link.PushedHash == Ticket.ContentHash && !IsTurning && !IsSetting;

    /// <summary>The finding's state is another than the one last agreed on, and the ticket is to be told.</summary>
    public bool IsTurning => IsWishCurrent && (Link.Agreed is not { } agreed || StatusMerge.IsToBeTold(Mapping, agreed.State, State));

    // A wish that has not followed its finding yet is of no use: the policies are about to look at it, or the assignment lets nobody update tickets.
    private bool IsWishCurrent => Ticket.IsOpen == (Agreement.StateOf(Ticket.State) == FindingState.Open);

    // What people made of a priority stays until the finding's severity changes.
    private bool KeepsPriority => Link.Agreed?.Severity == Ticket.Severity;

    // Somebody set assignee or labels here.
    private bool IsSetting => Link is { Fields: { } ours, Agreed.Fields: { } agreed } && !ours.IsSame(agreed);

    /// <summary>What both sides agree on once this was sent.</summary>
    /// <param name="agreed">What they agree on by now: a look may have come in between.</param>
    public Agreement? After(Agreement? agreed)
    {
        var status = (IsTurning, IsLeftToPeople, agreed) switch
        {
            (false, _, _) => agreed,
            (true, true, { } known) => known with { State = State, TakenAt = null },
            _ => new Agreement(State, Ticket.IsOpen),
        };
        return status is null ? null : status with
        {
            Fields = IsSetting ? Link.Fields : agreed?.Fields,
            Severity = Ticket.Severity,
            SeenSeverity = KeepsPriority ? agreed?.SeenSeverity : null,
        };
    }

    private Ticket Fielded(Ticket ticket) => Link is { Fields: { } ours, Agreed.Fields: { } agreed }
        ? ticket with
        {
            Assignee = ours.Assignee,
            KeepsAssignee = ours.HasSameAssignee(agreed),
            Labels = [.. ticket.Labels.Union(ours.LabelsNotIn(agreed), LabelComparer.Instance)],
            FormerLabels = agreed.LabelsNotIn(ours),
        }
        : ticket;

    private FindingState State => Agreement.StateOf(Ticket.State);

    // A ticket that people close, or keep closed, themselves is told about its finding, or not even that.
    private bool IsLeftToPeople => IsTurning && (Ticket.IsOpen ? IsKeptClosed : Mapping.Close != CloseBehaviour.Close);

    private bool IsKeptClosed => Link.Agreed?.TakenAt is not null && Mapping.Sync.Reopen != ReopenBehaviour.Reopen;

    private bool IsSilent => Ticket.IsOpen ? IsKeptClosed && Mapping.Sync.Reopen == ReopenBehaviour.Leave
        : Mapping.Close == CloseBehaviour.Leave;

    /// <summary>Sends it. Repeating it is harmless.</summary>
    public async Task<PushResult> RunAsync(ITracker tracker, CancellationToken cancellationToken)
    {
        // Where our side did not change, what a person set in the tracker stays.
        var wish = Fielded(Ticket) with
        {
            KeepsStatus = !IsTurning || IsLeftToPeople,
            KeepsPriority = KeepsPriority,
        };
        var result = await tracker.UpdateAsync(Known, wish, cancellationToken);
        if (result is not PushResult.Filed filed || !IsTurning || Link.Agreed is null || IsSilent)
        {
            return result;
        }

        var said = await tracker.CommentAsync(filed.Ticket, TicketNews.Of(Finding, Link.Marker, Link.Group is null ? null : Ticket.IsOpen), cancellationToken);
        return said switch
        {
            PushResult.Filed => filed,
            // A closed or locked ticket may take no comment; its status is right, which is what counts.
            PushResult.Refused refused => filed with { Note = $"The comment about the change was refused: {refused.Reason}" },
            // A comment whose answer was lost is looked for before it is made again, like everything else.
            PushResult.Unknown unknown => new PushResult.Later(unknown.After, unknown.Reason),
            _ => said,
        };
    }
}
