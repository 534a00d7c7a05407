using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Trackers.Trello;

/// <summary>Finds and reads cards and what is said on them, and finds out why one cannot be read.</summary>
internal sealed class TrelloReader(TrackerHttp http, Mapping mapping)
{
    private const int CommentCharacters = 16_384;

    // Cards of the largest size then still fit the largest answer that is read.
    private const int PageSize = 250;

    // Ten thousand cards made since the intent: more than any board holds.
    private const int MostPages = 40;

    // Between our clock, by which the intent was stored, and Trello's.
    private static readonly TimeSpan ClockDrift = TimeSpan.FromHours(1);

    /// <summary>Reads a card.</summary>
    public async Task<(JsonElement Card, TrackerAnswer? Failure)> CardAsync(TrelloCard card, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(TrackerCall.Get($"{card.Path}?fields={TrelloCard.Fields}"), cancellationToken);
        return answer is not TrackerAnswer.Done done ? (default, answer)
            : TrelloCard.RefOf(done.Body) is not null ? (done.Body, null)
            : (default, new TrackerAnswer.Refused(done.Status, "Trello's answer is no card; is the URL that of its API?"));
    }

    /// <summary>What a card says.</summary>
    /// <param name="card">One that <see cref="CardAsync"/> gave.</param>
    /// <param name="people">Names of its first member.</param>
    public TicketSnapshot Snapshot(JsonElement card, TrackerStatus status, IReadOnlyList<string?> people)
    {
        string[] labels = [.. TrelloCard.Labels(card).Select(l => l.Name)];
        return new TicketSnapshot(TrelloCard.RefOf(card)!, card.Text("name") ?? "", status)
        {
            Severity = SeveritySigns.OfLabels(mapping, labels),
            Assignee = PersonName.For(mapping, people),
            Labels = labels,
            ChangedAt = DateTimeOffset.TryParse(
                card.Text("dateLastActivity"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var changed) ? changed : null,
        };
    }

    /// <summary>Looks through the board's cards, put away or not, from the newest on.</summary>
    public async Task<MarkerSearch> FindAsync(string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        TicketRef? oldest = null;
        string? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"boards/{mapping.Project}/cards/all?fields=desc,shortLink,shortUrl&limit={PageSize}{(before is null ? "" : $"&before={before}")}");
            var answer = await http.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return answer.ToSearch();
            }

            if (done.Body.ValueKind != JsonValueKind.Array)
            {
                return new MarkerSearch.Refused("Trello's answer is no list of cards; is the URL that of its API?");
            }

            // Who quotes a ticket's last line on another card does so later, so the first one made is ours. Ids grow with time.
            var cards = done.Body.Items().Where(c => c.Text("id") is not null).OrderBy(c => c.Text("id"), StringComparer.Ordinal).ToList();
            var ours = cards.Where(c => TicketMarker.IsIn(c.Text("desc") ?? "", marker)).Select(TrelloCard.RefOf);
            oldest = ours.FirstOrDefault(t => t is not null) ?? oldest;
            if (cards.Count < PageSize || TrelloCard.MadeAt(cards[0].Text("id")!) < since - ClockDrift)
            {
                return oldest is not null ? new MarkerSearch.Found(oldest) : new MarkerSearch.NotThere();
            }

            before = cards[0].Text("id");
        }

        return new MarkerSearch.Refused($"The board {mapping.Project} has too many recent cards to look through for {marker}.");
    }

    /// <summary>Comments once.</summary>
    public async Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        if (TrelloCard.Parse(known.Key) is not { } card)
        {
            return new PushResult.Refused($"{known.Key} is no card of Trello.");
        }

        var said = await http.SendAsync(TrackerCall.Get($"{card.Path}/actions?filter=commentCard&limit=1000&fields=data"), cancellationToken);
        if (said is not TrackerAnswer.Done { Body.ValueKind: JsonValueKind.Array } there)
        {
            return await WhyAsync(card, said, cancellationToken);
        }

        if (there.Body.Items().Any(a => TicketMarker.IsIn(a.Member("data").Text("text") ?? "", comment.Marker)))
        {
            return new PushResult.Filed(known);
        }

        var text = MarkdownRenderer.Render(comment.Body, CommentCharacters, MarkdownDialect.Trello);
        var made = await http.SendAsync(TrackerCall.Create($"{card.Path}/actions/comments", new { text }), cancellationToken);
        return made is TrackerAnswer.Done ? new PushResult.Filed(known) : await WhyAsync(card, made, cancellationToken);
    }

    /// <summary>What a failed call about a card means: Trello answers 404 for what was deleted and 401 for what we may not see.</summary>
    public async Task<PushResult> WhyAsync(TrelloCard card, TrackerAnswer answer, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case TrackerAnswer.Done:
                return new PushResult.Refused("Trello's answer is no card; is the URL that of its API?");
            case TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound }:
                // A wrong address answers 404 to everything.
                var me = await http.SendAsync(TrackerCall.Get("members/me?fields=id,username"), cancellationToken);
                return me is TrackerAnswer.Done ? new PushResult.Gone($"The card {card.ShortLink} was deleted.")
                    : me is TrackerAnswer.Later ? me.ToPush() : answer.ToPush();
            default:
                return answer.ToPush();
        }
    }
}
