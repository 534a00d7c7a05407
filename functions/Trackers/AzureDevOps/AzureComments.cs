using System.Globalization;
using System.Text.Json;
using Patchbay.Tickets;
using Patchbay.Tickets.Html;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Reads a work item's discussion, which is a field that only grows: what was added when is in the item's updates.</summary>
internal sealed class AzureComments(AzureApi api, string project, AzureReader reader)
{
    // Azure DevOps ends an item's life at ten thousand revisions.
    private const int MostPages = 50;
    private const int PageItems = 200;

    /// <summary>The comments made at or after a moment.</summary>
    public async Task<CommentReading> ReadAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (AzureItem.IdOf(known.Key) is not { } id)
        {
            return new CommentReading.Refused($"{known.Key} is no work item of Azure DevOps.");
        }

        var (item, failure) = await reader.GetAsync(id, cancellationToken);
        if (item is null)
        {
            return CommentReading.Of(failure!);
        }

        var all = new List<SaidComment>();
        for (var page = 0; page < MostPages; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"workItems/{id}/updates?$top={PageItems}&$skip={page * PageItems}");
            var answer = await api.SendAsync(TrackerCall.Get(AzureApi.Wit(item.Project ?? project, path)), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return CommentReading.Of(answer.ToPush());
            }

            var updates = done.Body.Member("value").Items().ToList();
            all.AddRange(updates.Select(Comment).OfType<SaidComment>());
            if (updates.Count < PageItems)
            {
                break;
            }
        }

        return CommentReading.Seen.Of(all, since);
    }

    // Null for an update in which nothing was said. When it was superseded is told beside it, when it was made among its fields.
    private static SaidComment? Comment(JsonElement update) =>
        update.Member("id").ValueKind == JsonValueKind.Number
        && update.Member("fields").Member(AzureField.History).Text("newValue") is { Length: > 0 } said
        && update.Member("fields").Member(AzureField.ChangedDate).Time("newValue") is { } at
            ? SaidComment.Of(update.Member("id").ToString(), update.Member("revisedBy").Text("displayName"), said, at, HtmlWords.Of)
            : null;
}
