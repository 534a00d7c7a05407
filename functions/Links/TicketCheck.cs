using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>What a look at a linked ticket tells about its link. Pure.</summary>
public abstract record TicketCheck
{
    private TicketCheck()
    {
    }

    /// <summary>It is as we left it.</summary>
    public sealed record AsExpected : TicketCheck;

    /// <summary>The tracker knows it under another name now; the link follows.</summary>
    public sealed record Moved(TicketRef To) : TicketCheck;

    /// <summary>It is gone; a person decides whether another is made.</summary>
    public sealed record Deleted(string Reason) : TicketCheck;

    /// <summary>Our last wish did not arrive, though nobody else changed the ticket: it is pushed again.</summary>
    public sealed record Behind : TicketCheck;

    /// <summary>Somebody opened or closed it since; told, and left to them.</summary>
    public sealed record Drifted(string Reason) : TicketCheck;

    /// <summary>We may not see it any more, until a person changes something.</summary>
    public sealed record Hidden(string Reason) : TicketCheck;

    /// <summary>The tracker could not be asked; looked at again in the next run.</summary>
    public sealed record NotAsked(string Reason) : TicketCheck;

    /// <summary>Judges what was read.</summary>
    /// <param name="link">A link that has a ticket.</param>
    public static TicketCheck Of(Link link, TicketReading reading) => reading switch
    {
        TicketReading.Gone gone => new Deleted(gone.Reason),
        TicketReading.Refused refused => new Hidden(refused.Reason),
        TicketReading.Later later => new NotAsked(later.Reason),
        TicketReading.Seen seen when seen.Ticket.Ticket.Key != link.Ticket?.Key => new Moved(seen.Ticket.Ticket),
        TicketReading.Seen seen => OfStatus(link, seen.Ticket.Status),
        _ => throw new ArgumentOutOfRangeException(nameof(reading)),
    };

    private static TicketCheck OfStatus(Link link, TrackerStatus status)
    {
        if (status.IsOpen == link.WantsOpen)
        {
            return new AsExpected();
        }

        return status.IsOpen == link.LeftOpen && link.LeftOpen != link.WantsOpen
            ? new Behind()
            : new Drifted($"The ticket is {status.Name}, but its finding is {(link.WantsOpen ? "open" : "no longer a problem")}.");
    }
}
