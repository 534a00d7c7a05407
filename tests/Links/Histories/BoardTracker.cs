using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Histories;

/// <summary>A process's way to the board: calls that fail before they are done, or after.</summary>
public sealed class BoardTracker(Board board, Mapping mapping, Trouble trouble, int process) : ITracker
{
    public TimeSpan LookUpLag => TimeSpan.FromSeconds(5);

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => Task.FromResult(new ConnectionTest(true, "me", []));

    public Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken) =>
        WriteAsync(() => new PushResult.Filed(board.Add(ticket.Marker).Ref));

    public Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken) => WriteAsync(() =>
    {
        var card = board.Find(known.Key)!;
        if (!ticket.KeepsStatus)
        {
            board.Write(card, ticket, mapping);
        }

        return new PushResult.Filed(known);
    });

    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) => WriteAsync(() =>
    {
        board.Find(known.Key)!.Comments.Add(comment.Marker);
        return new PushResult.Filed(known);
    });

    public async Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await trouble.StepAsync(process);
        return trouble.Fails() ? new MarkerSearch.Later(null, "The board is away.")
            : board.Cards.TryGetValue(marker, out var card) ? new MarkerSearch.Found(card.Ref) : new MarkerSearch.NotThere();
    }

    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        await trouble.StepAsync(process);
        if (trouble.Fails())
        {
            return new TicketReading.Later(null, "The board is away.");
        }

        var card = board.Find(known.Key)!;
        var seen = new TicketSnapshot(card.Ref, "Flaw", card.Status) { Resolution = card.Resolution, ChangedAt = card.ChangedAt };
        await trouble.StepAsync(process);
        return new TicketReading.Seen(seen);
    }

    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        Task.FromResult<CommentReading>(new CommentReading.Seen([]));

    public async Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await trouble.StepAsync(process);
        var changed = board.Cards.Values.Where(c => c.ChangedAt >= since).OrderBy(c => c.ChangedAt).Select(c => new ChangedTicket(c.Key, c.ChangedAt)).ToList();
        return trouble.Fails()
            ? new Changes.Later(null, "The board is away.")
            : new Changes.Seen(changed, changed.Count == 0 ? since : changed[^1].ChangedAt);
    }

    public TicketPreview Preview(Ticket ticket) => new(ticket.Title, "", "text");

    public Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProjectReading>(new ProjectReading.Described(new ProjectDescription()));

    private async Task<PushResult> WriteAsync(Func<PushResult> write)
    {
        await trouble.StepAsync(process);
        if (trouble.Fails())
        {
            return new PushResult.Later(null, "The board is away.");
        }

        var result = write();
        await trouble.StepAsync(process);
        return trouble.Fails() ? new PushResult.Unknown("The answer was lost.") : result;
    }
}
