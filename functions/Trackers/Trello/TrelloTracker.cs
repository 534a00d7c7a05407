using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;
using Patchbay.Tickets.Plain;

namespace Patchbay.Trackers.Trello;

/// <summary>The cards of one board.</summary>
internal sealed class TrelloTracker(TrackerHttp http, Mapping mapping) : ITracker
{
    private const int TitleCharacters = 500;
    private const int BodyCharacters = 16_384;

    private readonly ConcurrentDictionary<string, TrelloBoard> boards = new(StringComparer.Ordinal);
    private readonly TrelloReader reader = new(http, mapping);
    private readonly TrelloAlignment alignment = new(http, mapping);

    /// <inheritdoc/>
    /// <remarks>A board's cards are read from its records; a little for the servers to agree.</remarks>
    public TimeSpan LookUpLag => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        new TrelloConnectionTest(http, mapping).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> CreateAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = NewTicket.Of(mapping, ticket);
        var board = BoardOf(mapping.Project);
        var (statuses, failure) = await board.StatusesAsync(cancellationToken);
        (var labels, failure) = failure is null ? await board.LabelsAsync(TicketLabels.Wanted(mapping, ticket), cancellationToken) : ([], failure);
        (var member, failure) = failure is null ? await MemberAsync(board, ticket, cancellationToken) : (null, failure);
        if (failure is not null)
        {
            return failure.ToPush();
        }

        // A card is made on a list; where it belongs elsewhere, on the first one, and moved.
        var wanted = StatusMove.For(mapping, ticket, null, statuses);
        var list = wanted is StatusMove.To { Status: var status } && status != TrelloBoard.Archived ? status : statuses[0];
        if (list == TrelloBoard.Archived)
        {
            return new PushResult.Refused($"The board {mapping.Project} has no open list to put a card on.");
        }

        var answer = await http.SendAsync(TrackerCall.Create("cards", new
        {
            idList = list.Id,
            name = Title(ticket),
            desc = Body(ticket),
            idLabels = labels.Select(l => l.Id),
            idMembers = member is null ? [] : new[] { member },
            pos = "top",
            due = DueOn(ticket),
        }), cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: var card })
        {
            return answer.ToPush();
        }

        var note = Missing(card, ticket, member) ?? (wanted as StatusMove.Impossible)?.Reason;
        return TrelloCard.RefOf(card) is { } made
            ? new PushResult.Filed(made, note)
            : new PushResult.Unknown("Trello's answer to the new card does not name it.");
    }

    /// <inheritdoc/>
    public async Task<PushResult> UpdateAsync(TicketRef known, Ticket ticket, CancellationToken cancellationToken)
    {
        if (TrelloCard.Parse(known.Key) is not { } card)
        {
            return new PushResult.Refused($"{known.Key} is no card of Trello.");
        }

        var (there, failure) = await reader.CardAsync(card, cancellationToken);
        if (failure is not null)
        {
            return await reader.WhyAsync(card, failure, cancellationToken);
        }

        // Its own board, where people may have moved it.
        var board = BoardOf(there.Text("idBoard") ?? mapping.Project);
        (var statuses, failure) = await board.StatusesAsync(cancellationToken);
        if (failure is not null)
        {
            return failure.ToPush();
        }

        var move = StatusMove.For(mapping, ticket, TrelloBoard.StatusOf(there, statuses), statuses);
        var answer = await http.SendAsync(TrackerCall.Write(HttpMethod.Put, card.Path, Wish(ticket, move)), cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: var now })
        {
            return await reader.WhyAsync(card, answer, cancellationToken);
        }

        if (move is StatusMove.To { Status: var wanted } && TrelloBoard.StatusOf(now, statuses) != wanted)
        {
            return new PushResult.Refused($"Trello took the change but left the card on {TrelloBoard.StatusOf(now, statuses).Name}.");
        }

        (var member, failure) = await MemberAsync(board, ticket, cancellationToken);
        (now, failure) = failure is null or TrackerAnswer.Refused
            ? await alignment.RunAsync(board, card, ticket, member, now, cancellationToken)
            : (now, failure);
        return failure is not null ? failure.ToPush()
            : move is StatusMove.Impossible impossible ? new PushResult.Refused(impossible.Reason)
            : new PushResult.Filed(known, Missing(now, ticket, member));
    }

    /// <inheritdoc/>
    public Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken) =>
        reader.FindAsync(marker, since, cancellationToken);

    /// <inheritdoc/>
    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        if (TrelloCard.Parse(known.Key) is not { } card)
        {
            return new TicketReading.Refused($"{known.Key} is no card of Trello.");
        }

        var (there, failure) = await reader.CardAsync(card, cancellationToken);
        if (failure is not null)
        {
            return await reader.WhyAsync(card, failure, cancellationToken) is PushResult.Gone gone
                ? new TicketReading.Gone(gone.Reason)
                : failure.ToReading();
        }

        var board = BoardOf(there.Text("idBoard") ?? mapping.Project);
        (var statuses, failure) = await board.StatusesAsync(cancellationToken);
        if (failure is not null)
        {
            return failure.ToReading();
        }

        (var names, failure) = await board.NamesAsync(TrelloCard.Members(there), cancellationToken);
        return failure is null or TrackerAnswer.Refused
            ? new TicketReading.Seen(reader.Snapshot(there, TrelloBoard.StatusOf(there, statuses), names))
            : failure.ToReading();
    }

    /// <inheritdoc/>
    public Task<Changes> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new TrelloChanges(http, mapping.Project).ReadAsync(since, cancellationToken);

    /// <inheritdoc/>
    public Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken) =>
        reader.CommentAsync(known, comment, cancellationToken);

    /// <inheritdoc/>
    public Task<CommentReading> CommentsAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken) =>
        new TrelloComments(http, reader).ReadAsync(known, since, cancellationToken);

    /// <inheritdoc/>
    public TicketPreview Preview(Ticket ticket) => new(Title(ticket), Body(ticket), "markdown");

    /// <inheritdoc/>
    public async Task<ProjectReading> DescribeAsync(CancellationToken cancellationToken)
    {
        // Asked anew: whoever maps lists has just arranged them.
        var (statuses, failure) = await new TrelloBoard(http, mapping.Project, mapping).StatusesAsync(cancellationToken);
        return failure is null ? new ProjectReading.Described(new ProjectDescription { Statuses = statuses }) : failure.ToProject();
    }

    private TrelloBoard BoardOf(string id) => boards.GetOrAdd(id, b => new TrelloBoard(http, b, mapping));

    private static Dictionary<string, object> Wish(Ticket ticket, StatusMove move)
    {
        var wish = new Dictionary<string, object>();
        if (!ticket.KeepsText)
        {
            wish["name"] = Title(ticket);
            wish["desc"] = Body(ticket);
        }

        if (DueOn(ticket) is { } due)
        {
            wish["due"] = due;
        }

        if (move is StatusMove.To { Status: var wanted })
        {
            wish["closed"] = wanted == TrelloBoard.Archived;
            if (wanted != TrelloBoard.Archived)
            {
                wish["idList"] = wanted.Id;
            }
        }

        return wish;
    }

    // Null for nobody, and for a person who is not on the board, which the ticket's note tells.
    private static async Task<(string? Id, TrackerAnswer? Failure)> MemberAsync(
        TrelloBoard board, Ticket ticket, CancellationToken cancellationToken) =>
        ticket is { KeepsAssignee: false, Assignee: { } person } ? await board.MemberAsync(person, cancellationToken) : (null, null);

    private string? Missing(JsonElement card, Ticket ticket, string? member)
    {
        var lost = TicketLosses.OfLabels(mapping, ticket, [.. TrelloCard.Labels(card).Select(l => l.Name)])
            .Concat(TicketLosses.OfAssignee(ticket, TrelloCard.Members(card).Select(id => id == member ? ticket.Assignee : id)))
            .ToList();
        return lost.Count == 0 ? null : $"Trello left out {string.Join(", ", lost)}: it has no such thing, or our account may not set it.";
    }

    private static string Title(Ticket ticket) => PlainTitle.Of(ticket.Title, TitleCharacters);

    private static string Body(Ticket ticket) => MarkdownRenderer.Render(ticket.Body, BodyCharacters, MarkdownDialect.Trello);

    // Noon, so that it is the same day almost everywhere.
    private static string? DueOn(Ticket ticket) => ticket.DueOn?.ToString("yyyy-MM-dd'T12:00:00Z'", CultureInfo.InvariantCulture);
}
