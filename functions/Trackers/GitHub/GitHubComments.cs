using System.Globalization;
using System.Text.Json;
using Patchbay.Tickets;

namespace Patchbay.Trackers.GitHub;

/// <summary>Reads what is said below an issue.</summary>
internal sealed class GitHubComments(GitHubApi api, GitHubReader reader)
{
    // A thousand comments, the oldest first.
    private const int MostPages = 10;

    /// <summary>The comments made at or after a moment.</summary>
    public async Task<CommentReading> ReadAsync(TicketRef known, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (GitHubIssue.Parse(known.Key) is not { } issue)
        {
            return new CommentReading.Refused($"{known.Key} is no issue of GitHub.");
        }

        // By the last change of a comment, which is never before its making.
        var from = (since - TimeSpan.FromSeconds(1))?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var path = $"{issue.Path}/comments?per_page=100{(from is null ? "" : $"&since={Uri.EscapeDataString(from)}")}";
        var all = new List<SaidComment>();
        for (var page = 0; path is not null && page < MostPages; page++)
        {
            var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return CommentReading.Of(await reader.WhyAsync(issue, answer, cancellationToken));
            }

            if (done.Body.ValueKind != JsonValueKind.Array)
            {
                return new CommentReading.Refused("GitHub's answer is no list of comments; is the URL that of its API?");
            }

            all.AddRange(
                from c in done.Body.Items()
                where c.Member("id").ValueKind == JsonValueKind.Number && c.Time("created_at") is not null
                select SaidComment.Of(c.Member("id").ToString(), c.Member("user").Text("login"), c.Text("body") ?? "", c.Time("created_at")!.Value));
            path = GitHubReader.NextPage(done);
        }

        return CommentReading.Seen.Of(all, since);
    }
}
