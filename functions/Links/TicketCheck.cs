using Patchbay.Findings;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>What a look at a linked ticket came to.</summary>
public abstract record TicketCheck
{
    private TicketCheck()
    {
    }

    /// <summary>Ticket and finding say the same.</summary>
    public sealed record InStep : TicketCheck;

    /// <summary>The finding took over what somebody set in the tracker.</summary>
    public sealed record Taken(FindingState State) : TicketCheck;

    /// <summary>Our side has changed since; it is to be pushed.</summary>
    public sealed record Behind : TicketCheck;

    /// <summary>They differ, and are left so; a person is told.</summary>
    public sealed record Differing(string Reason) : TicketCheck;

    /// <summary>The tracker knows it under another name now; the link follows.</summary>
    public sealed record Moved(TicketRef To) : TicketCheck;

    /// <summary>It is gone; a person decides whether another is made.</summary>
    public sealed record Deleted(string Reason) : TicketCheck;

    /// <summary>We may not see it any more, until a person changes something.</summary>
    public sealed record Hidden(string Reason) : TicketCheck;

    /// <summary>The tracker could not be asked; to be looked at again.</summary>
    public sealed record NotAsked(TicketReading.Later Answer) : TicketCheck;

    /// <summary>A push is opening or closing it just now; to be looked at a little later.</summary>
    public sealed record BeingWritten(TimeSpan After) : TicketCheck;

    /// <summary>The link changed while its ticket was looked at, so the look is worth nothing.</summary>
    public sealed record Overtaken : TicketCheck;
}
