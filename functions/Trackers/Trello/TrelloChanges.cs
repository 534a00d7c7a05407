using System.Text.Json;

namespace Patchbay.Trackers.Trello;

/// <summary>Asks which cards of a board changed.</summary>
/// <remarks>Trello lists cards by the time of their making only, so all of them are listed, with no more than what is asked for.</remarks>
internal sealed class TrelloChanges(TrackerHttp http, string board)
{
    private const int PageItems = 1_000;
    private const int MostPages = 20;

    // A board's cards are read from its records; a little for the servers to agree.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The cards that changed at or after a moment, put away or not.</summary>
    public async Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var changed = new List<ChangedTicket>();
        string? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            var path = $"boards/{board}/cards/all?fields=shortLink,shortUrl,dateLastActivity&limit={PageItems}{(before is null ? "" : $"&before={before}")}";
            var answer = await http.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return answer.ToChanges();
            }

            if (done.Body.ValueKind != JsonValueKind.Array)
            {
                return new Changes.Refused("Trello's answer is no list of cards; is the URL that of its API?");
            }

            changed.AddRange(
                from card in done.Body.Items()
                where TrelloCard.RefOf(card) is not null && card.Time("dateLastActivity") >= since
                select new ChangedTicket(TrelloCard.RefOf(card)!.Key, card.Time("dateLastActivity")!.Value));
            if (done.Body.GetArrayLength() < PageItems)
            {
                return ChangePages.Of(changed, since, Overlap);
            }

            before = done.Body.Items().Select(c => c.Text("id")).Min(StringComparer.Ordinal);
        }

        return new Changes.Refused($"The board {board} has too many cards to look through; delete what was put away long ago.");
    }
}
