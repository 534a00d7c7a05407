using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>One project in one tracker, opened for an instance and a mapping. Safe to call from many threads.</summary>
public interface ITracker
{
    /// <summary>How long a new ticket may stay invisible to <see cref="FindAsync"/>.</summary>
    TimeSpan LookUpLag { get; }

    /// <summary>Says who we are there and what is missing, in words.</summary>
    Task<ConnectionTest> TestAsync(CancellationToken cancellationToken);

    /// <summary>Makes the ticket. Not idempotent: the caller has stored its intent and knows that there is none yet.</summary>
    Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken);

    /// <summary>Brings a ticket up to date: title, body, labels, and open or closed. Repeating it is harmless.</summary>
    Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken);

    /// <summary>Looks for the ticket that carries the marker, in the tracker's own records rather than a search index.</summary>
    /// <param name="since">When the intent to make it was stored, by our clock; older tickets need not be looked at.</param>
    Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Asks what the ticket's state is now.</summary>
    Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken);

    /// <summary>Asks which of the project's tickets changed at or after a moment: the oldest change first, about a thousand tickets a call.</summary>
    /// <param name="since">A moment of the tracker's clock; the watermark of the call before.</param>
    Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Adds a comment unless one with its marker is there, so repeating it is harmless.</summary>
    Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken);

    /// <summary>Asks what is said below a ticket, by people and by us.</summary>
    /// <param name="since">Only comments made at or after this moment of the tracker's clock; null for all.</param>
    Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>Writes the ticket as it would be sent, without sending anything.</summary>
    TicketPreview Preview(Ticket ticket);

    /// <summary>Asks what a mapping into this project can name: types, statuses, priorities, fields.</summary>
    Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken);
}

/// <summary>How one push ended.</summary>
public abstract record PushResult
{
    private PushResult()
    {
    }

    /// <summary>The ticket exists and says what we wanted.</summary>
    /// <param name="Note">What the tracker silently left out (labels without push access); null when nothing.</param>
    public sealed record Filed(TicketRef Ticket, string? Note = null) : PushResult;

    /// <summary>Busy or unreachable, and certainly not done; the same push may work later.</summary>
    /// <param name="After">The wait the tracker asked for; null if it did not say.</param>
    /// <param name="HoldsLane">True when the tracker limits us as a whole, so that every push of the lane must wait.</param>
    public sealed record Later(TimeSpan? After, string Reason, bool HoldsLane = false) : PushResult;

    /// <summary>No usable answer: it may have been done. Look for the marker before trying again.</summary>
    /// <param name="After">The wait the tracker asked for; null if it did not say.</param>
    public sealed record Unknown(string Reason, TimeSpan? After = null) : PushResult;

    /// <summary>Will fail the same way until a person changes something.</summary>
    public sealed record Refused(string Reason) : PushResult;

    /// <summary>The ticket to be updated is gone, moved away or hidden from us.</summary>
    public sealed record Gone(string Reason) : PushResult;
}

/// <summary>How a look-up by marker ended.</summary>
public abstract record MarkerSearch
{
    private MarkerSearch()
    {
    }

    /// <summary>It is there.</summary>
    public sealed record Found(TicketRef Ticket) : MarkerSearch;

    /// <summary>It is not there, as far as the tracker's records reach by now.</summary>
    public sealed record NotThere : MarkerSearch;

    /// <summary>The tracker could not be asked.</summary>
    public sealed record Later(TimeSpan? After, string Reason) : MarkerSearch;

    /// <summary>The tracker will not answer until a person changes something.</summary>
    public sealed record Refused(string Reason) : MarkerSearch;
}

/// <summary>What a connection test found.</summary>
/// <param name="IsUsable">Tickets can be filed.</param>
/// <param name="Account">Who we are in the tracker; null when that did not come out.</param>
/// <param name="Problems">One sentence each, telling a person what to change.</param>
public sealed record ConnectionTest(bool IsUsable, string? Account, IReadOnlyList<string> Problems);
