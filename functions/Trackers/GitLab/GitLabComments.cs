using System.Globalization;
using System.Text.Json;
using Patchbay.Tickets;

namespace Patchbay.Trackers.GitLab;

/// <summary>Reads what is said below an issue.</summary>
internal sealed class GitLabComments(TrackerHttp http, GitLabReader reader)
{
    private const int PageItems = 100;

    // Ten thousand comments: more than any issue that people still read has.
    private const int MostPages = 100;

    /// <summary>The comments made at or after a moment; GitLab's own notes of what was changed are none.</summary>
    public async Task<CommentReading> ReadAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (GitLabIssue.Parse(known.Key) is not { } issue)
        {
            return new CommentReading.Refused($"{known.Key} is no issue of GitLab.");
        }

        // The newest first, up to those that are known.
        var all = new List<SaidComment>();
        for (var page = 1; page <= MostPages; page++)
        {
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"{issue.Path}/notes?activity_filter=only_comments&order_by=created_at&sort=desc&per_page={PageItems}&page={page}");
            var answer = await http.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done { Body: { ValueKind: JsonValueKind.Array } notes })
            {
                return answer is TrackerAnswer.Done
                    ? new CommentReading.Refused("GitLab's answer is no list of notes; is the URL that of its API?")
                    : CommentReading.Of(await reader.WhyAsync(issue, answer, cancellationToken));
            }

            all.AddRange(
                from n in notes.Items()
                where !n.Is("system") && n.Member("id").ValueKind == JsonValueKind.Number && n.Time("created_at") is not null
                select SaidComment.Of(n.Member("id").ToString(), n.Member("author").Text("username"), n.Text("body") ?? "", n.Time("created_at")!.Value));
            if (notes.GetArrayLength() < PageItems || all.Exists(c => c.MadeAt < since))
            {
                break;
            }
        }

        all.Reverse();
        return CommentReading.Seen.Of(all, since);
    }
}
