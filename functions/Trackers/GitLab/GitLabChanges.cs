using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.GitLab;

/// <summary>Asks which issues of a project changed.</summary>
internal sealed class GitLabChanges(TrackerHttp http, string project)
{
    private const int PageItems = 100;

    // Lists read the records, on a large server those of a replica.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The issues that changed at or after a moment.</summary>
    public Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new ChangePages("GitLab", TimeSpan.FromMilliseconds(1), Overlap, AskAsync).ReadAsync(since, cancellationToken);

    private async Task<(ChangePage? Page, TrackerAnswer? Failure)> AskAsync(DateTimeOffset from, string? next, CancellationToken cancellationToken)
    {
        var time = from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var path = $"{GitLabIssue.PathOf(project)}/issues?scope=all&state=all&updated_after={Uri.EscapeDataString(time)}"
            + $"&order_by=updated_at&sort=asc&per_page={PageItems}&page={next ?? "1"}";
        var answer = await http.SendAsync(TrackerCall.Get(path), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        if (done.Body.ValueKind != JsonValueKind.Array)
        {
            return (null, new TrackerAnswer.Refused(done.Status, "GitLab's answer is no list of issues; is the URL that of its API?"));
        }

        var isFull = done.Body.GetArrayLength() >= PageItems;
        return (ChangePage.Of(
            done.Body.Items(), i => GitLabIssue.RefOf(project, i)?.Key, i => i.Time("updated_at"), isFull ? PageAfter(next) : null), null);
    }

    private static string PageAfter(string? page) =>
        (int.Parse(page ?? "1", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
}
