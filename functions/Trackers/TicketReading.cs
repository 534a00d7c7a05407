using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>How reading a ticket ended.</summary>
public abstract record TicketReading
{
    private TicketReading()
    {
    }

    /// <summary>It is there. A ticket that was moved is seen under its new name.</summary>
    public sealed record Seen(TicketSnapshot Ticket) : TicketReading;

    /// <summary>It was deleted, or moved to where we cannot follow.</summary>
    public sealed record Gone(string Reason) : TicketReading;

    /// <summary>The tracker could not be asked.</summary>
    public sealed record Later(TimeSpan? After, string Reason) : TicketReading;

    /// <summary>The tracker will not show it until a person changes something, such as our access.</summary>
    public sealed record Refused(string Reason) : TicketReading;
}

/// <summary>What a tracker says a ticket is right now: a state, never a change.</summary>
/// <param name="Title">As it stands there.</param>
public sealed record TicketSnapshot(TicketRef Ticket, string Title, TrackerStatus Status)
{
    /// <summary>Why it is closed, by the tracker's id or name; null when it does not say.</summary>
    public string? Resolution { get; init; }

    /// <summary>Priority by the tracker's id; null where there is none.</summary>
    public string? Priority { get; init; }

    /// <summary>What there shows the severity, and what it stands for in the mapping.</summary>
    public SeveritySigns Severity { get; init; } = SeveritySigns.None;

    /// <summary>
    /// Login or id of the person who has it, the first of several; null for nobody. Written as <see cref="Ticket.Assignee"/> takes it, and a
    /// person whom the mapping names as the mapping does.
    /// </summary>
    public string? Assignee { get; init; }

    /// <summary>
    /// Labels or tags as the tracker writes them, ours among them; empty where there are none. <see cref="TicketLabels.People"/> leaves out
    /// marker and severity, and <see cref="LabelComparer"/> tells whether two are the same.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>When it last changed by the tracker's clock; compare it only with itself. Null when it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>A status as the tracker has it.</summary>
/// <param name="Id">Stays when people rename it; the name itself where the tracker has no ids.</param>
public sealed record TrackerStatus(string Id, string Name, StatusCategory Category)
{
    /// <summary>Whether a ticket in it counts as open.</summary>
    public bool IsOpen => Category != StatusCategory.Done;
}

/// <summary>What a status means, whatever it is called.</summary>
public enum StatusCategory
{
    /// <summary>Nobody works on it.</summary>
    ToDo,

    /// <summary>Somebody does.</summary>
    InProgress,

    /// <summary>Nothing is left to do.</summary>
    Done,
}
