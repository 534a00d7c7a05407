namespace Patchbay.Trackers;

/// <summary>How asking which tickets changed ended.</summary>
public abstract record Changes
{
    private Changes()
    {
    }

    /// <summary>These changed, those that we made or changed ourselves among them.</summary>
    /// <param name="Tickets">Each once, in the order of change. A ticket may be told again by the next call.</param>
    /// <param name="Watermark">
    /// What to ask from next time: all that changed before it has been told. It lies a little before the last change, by as much as
    /// the tracker may show a change late, and never before the moment that was asked from.
    /// </param>
    public sealed record Seen(IReadOnlyList<ChangedTicket> Tickets, DateTimeOffset Watermark) : Changes;

    /// <summary>The tracker could not be asked.</summary>
    public sealed record Later(TimeSpan? After, string Reason) : Changes;

    /// <summary>The tracker will not answer until a person changes something.</summary>
    public sealed record Refused(string Reason) : Changes;
}

/// <summary>A ticket that changed.</summary>
/// <param name="Key">As a <see cref="Patchbay.Tickets.TicketRef"/> has it.</param>
/// <param name="ChangedAt">By the tracker's clock; compare it only with itself.</param>
public sealed record ChangedTicket(string Key, DateTimeOffset ChangedAt);
