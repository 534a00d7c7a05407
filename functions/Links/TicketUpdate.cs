using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>What an update of a known ticket consists of: its text, its status, and a comment when the finding's state changed.</summary>
internal sealed record TicketUpdate(Link Link, TicketRef Known, Ticket Ticket, FindingRecord Finding, Mapping Mapping)
{
    /// <summary>The ticket says all of it already, as far as we know.</summary>
    public bool IsIdle => Link.PushedHash == Ticket.ContentHash && !IsTurning;

    private bool IsTurning => Link.LeftOpen != Ticket.IsOpen;

    // A ticket that people close themselves is told about its finding, or not even that.
    private bool IsLeftToPeople => IsTurning && !Ticket.IsOpen && Mapping.Close != CloseBehaviour.Close;

    /// <summary>Sends it. Repeating it is harmless.</summary>
    public async Task<PushResult> RunAsync(ITracker tracker, CancellationToken cancellationToken)
    {
        // Where our side did not change, what a person set in the tracker stays.
        var wish = Ticket with { KeepsStatus = !IsTurning || IsLeftToPeople };
        var result = await tracker.UpdateAsync(Known, wish, cancellationToken);
        if (result is not PushResult.Filed filed || !IsTurning || Link.LeftOpen is null || (IsLeftToPeople && Mapping.Close == CloseBehaviour.Leave))
        {
            return result;
        }

        var said = await tracker.CommentAsync(filed.Ticket, TicketNews.Of(Finding, Link.Marker), cancellationToken);
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
