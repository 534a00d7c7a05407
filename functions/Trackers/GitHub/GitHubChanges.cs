using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.GitHub;

/// <summary>Asks which issues of a repository changed.</summary>
internal sealed class GitHubChanges(GitHubApi api, string repository)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The list reads the records; a little for the servers to agree.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The issues that changed at or after a moment.</summary>
    public Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new ChangePages("GitHub", Second, Overlap, AskAsync).ReadAsync(since, cancellationToken);

    private async Task<(ChangePage? Page, TrackerAnswer? Failure)> AskAsync(DateTimeOffset from, string? next, CancellationToken cancellationToken)
    {
        // Whether the moment itself is part of the answer GitHub does not say.
        var time = (from - Second).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var path = next ?? $"repos/{repository}/issues?state=all&since={Uri.EscapeDataString(time)}&sort=updated&direction=asc&per_page=100";
        var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
        return answer is not TrackerAnswer.Done done ? (null, answer)
            : done.Body.ValueKind != JsonValueKind.Array
                ? (null, new TrackerAnswer.Refused(done.Status, "GitHub's answer is no list of issues; is the URL that of its API?"))
            : (ChangePage.Of(done.Body.Items(), KeyOf, i => i.Time("updated_at"), GitHubReader.NextPage(done)), null);
    }

    // Pull requests are issues too, but never tickets of ours.
    private string? KeyOf(JsonElement issue) =>
        issue.Member("pull_request").ValueKind == JsonValueKind.Undefined ? GitHubIssue.RefOf(repository, issue)?.Key : null;
}
