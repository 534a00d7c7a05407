using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links;

/// <summary>A tracker that answers as it is told and notes what it was asked. Its tickets are real as far as it goes.</summary>
public sealed class ScriptedTracker(TimeProvider clock) : ITracker
{
    private readonly Dictionary<string, Ticket> tickets = [];

    public TimeSpan LookUpLag => TimeSpan.FromSeconds(10);

    /// <summary>What to answer to the next creations, one each; after the last it files.</summary>
    public Queue<Func<Ticket, PushResult>> Answers { get; } = [];

    /// <summary>Short names for markers, so that tests can be read.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>Calls in their order: <c>create pb-1</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Updates in their order.</summary>
    public List<Ticket> Updates { get; } = [];

    /// <summary>Comments in their order.</summary>
    public List<TicketComment> Comments { get; } = [];

    /// <summary>What to answer to the next comments, which are made all the same; after the last it files.</summary>
    public Queue<PushResult> CommentAnswers { get; } = [];

    /// <summary>What to say about a ticket that is read, by its name; others are shown as they are.</summary>
    public Dictionary<string, TicketReading> Readings { get; } = [];

    /// <summary>What to say about changes; unless told otherwise there are none.</summary>
    public Func<DateTimeOffset, Changes> Changes { get; set; } = since => new Changes.Seen([], since);

    /// <summary>What is said below tickets, by their names.</summary>
    public Dictionary<string, List<SaidComment>> Said { get; } = [];

    /// <summary>From when changes were asked for, each time.</summary>
    public List<DateTimeOffset> Asked { get; } = [];

    /// <summary>How often a ticket was looked at.</summary>
    public int Reads { get; private set; }

    /// <summary>When each call came.</summary>
    public List<DateTimeOffset> Times { get; } = [];

    public IReadOnlyDictionary<string, Ticket> Tickets => tickets;

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ConnectionTest(true, "me", []));

    public Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        Note($"create {Names[ticket.Marker]}");
        return Task.FromResult(Answers.TryDequeue(out var answer) ? answer(ticket) : File(ticket));
    }

    public Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        Updates.Add(ticket);
        Note($"update {Names[ticket.Marker]} {(ticket.KeepsText ? "status " : "")}{(ticket.KeepsStatus ? "keep" : ticket.IsOpen ? "open" : "close")}");
        return Task.FromResult<PushResult>(
            !tickets.ContainsKey(known.Key) ? new PushResult.Gone("It was deleted.")
                : ticket.KeepsText ? new PushResult.Filed(known) : File(ticket));
    }

    public Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        Note($"find {Names[marker]}");
        return Task.FromResult<MarkerSearch>(
            tickets.ContainsKey(Names[marker]) ? new MarkerSearch.Found(RefOf(marker)) : new MarkerSearch.NotThere());
    }

    public Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(Readings.TryGetValue(known.Key, out var told) ? told : tickets.TryGetValue(known.Key, out var ticket)
            ? new TicketReading.Seen(new TicketSnapshot(
                known, ticket.Title, ticket.IsOpen ? new("1", "Open", StatusCategory.ToDo) : new("2", "Closed", StatusCategory.Done)))
            : new TicketReading.Gone("It was deleted."));
    }

    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        Note($"comment {known.Key}");
        if (!Comments.Exists(c => c.Marker == comment.Marker))
        {
            Comments.Add(comment);
        }

        return Task.FromResult(CommentAnswers.TryDequeue(out var answer) ? answer : new PushResult.Filed(known));
    }

    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        Task.FromResult<CommentReading>(CommentReading.Seen.Of(Said.GetValueOrDefault(known.Key) ?? [], since));

    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        Asked.Add(since);
        return Task.FromResult(Changes(since));
    }

    public TicketPreview Preview(Ticket ticket) => new(ticket.Title, "", "text");

    public Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProjectReading>(new ProjectReading.Described(new ProjectDescription()));

    /// <summary>Makes the ticket, whatever the caller is then told.</summary>
    public PushResult File(Ticket ticket)
    {
        tickets[Names[ticket.Marker]] = ticket;
        return new PushResult.Filed(RefOf(ticket.Marker));
    }

    /// <summary>Somebody deletes a ticket.</summary>
    public void Delete(string name) => tickets.Remove(name);

    private TicketRef RefOf(string marker) => new("scripted", Names[marker], $"https://tracker.example/{Names[marker]}");

    private void Note(string call)
    {
        Calls.Add(call);
        Times.Add(clock.GetUtcNow());
    }
}
