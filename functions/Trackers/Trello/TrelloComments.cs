using System.Text.Json;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Trello;

/// <summary>Reads what is said on a card.</summary>
internal sealed class TrelloComments(TrackerHttp http, TrelloReader reader)
{
    /// <summary>The comments made at or after a moment, of the newest thousand.</summary>
    public async Task<CommentReading> ReadAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (TrelloCard.Parse(known.Key) is not { } card)
        {
            return new CommentReading.Refused($"{known.Key} is no card of Trello.");
        }

        var answer = await http.SendAsync(
            TrackerCall.Get($"{card.Path}/actions?filter=commentCard&limit=1000&fields=data,date"), cancellationToken);
        if (answer is not TrackerAnswer.Done { Body: { ValueKind: JsonValueKind.Array } actions })
        {
            return answer is TrackerAnswer.Done
                ? new CommentReading.Refused("Trello's answer is no list of comments; is the URL that of its API?")
                : CommentReading.Of(await reader.WhyAsync(card, answer, cancellationToken));
        }

        return CommentReading.Seen.Of(
            from a in actions.Items().Reverse()
            where a.Text("id") is not null && a.Time("date") is not null
            select SaidComment.Of(a.Text("id")!, a.Member("memberCreator").Text("username"), a.Member("data").Text("text") ?? "", a.Time("date")!.Value),
            since);
    }
}
