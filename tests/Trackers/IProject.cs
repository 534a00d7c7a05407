using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Trackers;

/// <summary>A project in a real tracker, opened, and what a person beside Patchbay sees and does there.</summary>
public interface IProject : IAsyncDisposable
{
    ITracker Tracker { get; }

    /// <summary>Reads a ticket without Patchbay's help.</summary>
    Task<SeenTicket> ReadAsync(TicketRef ticket);

    /// <summary>What is said below a ticket, the oldest first.</summary>
    Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket);

    /// <summary>A person says something below a ticket, a paragraph a line.</summary>
    Task SayAsync(TicketRef ticket, string text);

    /// <summary>Who that person is to the tracker; null where it does not say.</summary>
    string? Person { get; }

    /// <summary>A person adds a label.</summary>
    Task AddLabelAsync(TicketRef ticket, string label);

    /// <summary>Labels as this tracker writes them; none where it has no labels.</summary>
    IReadOnlyList<string> LabelsAs(params string[] labels) => labels;

    /// <summary>Two people who can have tickets here, in the notation of a mapping.</summary>
    Task<(string One, string Other)> PeopleAsync() => Task.FromResult(("ann", "bob"));

    /// <summary>A person makes a ticket of high severity critical, by what shows severity here most plainly.</summary>
    Task MakeCriticalAsync(TicketRef ticket);

    /// <summary>A person closes the ticket.</summary>
    Task CloseAsync(TicketRef ticket);

    /// <summary>A name of a ticket that was there and is gone, or never was.</summary>
    Task<TicketRef> MissingAsync();
}

/// <summary>A ticket as a person sees it.</summary>
public sealed record SeenTicket(string Title, string Body, bool IsOpen, IReadOnlyList<string> Labels)
{
    /// <summary>Who has it, in the notation of a mapping.</summary>
    public string? Assignee { get; init; }

    /// <summary>What shows its severity beside labels; null where nothing does.</summary>
    public string? Urgency { get; init; }
}
