using System.Text.Json;
using Patchbay.Tickets;
using Patchbay.Tickets.Wiki;

namespace Patchbay.Trackers.Jira;

/// <summary>Reads what is said below an issue.</summary>
internal sealed class JiraComments(JiraApi api, JiraReader reader)
{
    // Five thousand comments: as many as Jira Cloud keeps on an issue.
    private const int MostPages = 50;
    private const int PageItems = 100;

    /// <summary>The comments made at or after a moment.</summary>
    public async Task<CommentReading> ReadAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (!JiraKey.IsIssue(known.Key))
        {
            return new CommentReading.Refused($"{known.Key} is no issue of Jira.");
        }

        // The newest first, up to those that are known.
        var all = new List<SaidComment>();
        for (var page = 0; page < MostPages; page++)
        {
            var path = $"issue/{known.Key}/comment?startAt={page * PageItems}&maxResults={PageItems}&orderBy=-created";
            var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done { Body: var there })
            {
                return CommentReading.Of(await reader.WhyAsync(known.Key, answer, cancellationToken));
            }

            if (there.Member("comments").ValueKind != JsonValueKind.Array)
            {
                return new CommentReading.Refused("Jira's answer is no list of comments; is the URL that of the site?");
            }

            all.AddRange(
                from c in there.Member("comments").Items()
                where c.Text("id") is not null && c.Time("created") is not null
                select Comment(c));
            if (!there.Member("total").IsMoreThan((page + 1) * PageItems) || all.Exists(c => c.MadeAt < since))
            {
                break;
            }
        }

        all.Reverse();
        return CommentReading.Seen.Of(all, since);
    }

    private SaidComment Comment(JsonElement comment) => SaidComment.Of(
        comment.Text("id")!,
        comment.Member("author").Text("displayName"),
        JiraEdition.WordsOf(comment.Member("body")),
        comment.Time("created")!.Value,
        api.Edition.IsCloud ? null : WikiWords.Of);
}
