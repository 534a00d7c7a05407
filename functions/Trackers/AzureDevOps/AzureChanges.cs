using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Asks which work items of a project changed.</summary>
/// <remarks>A query gives numbers only; when each changed is asked for in a second call.</remarks>
internal sealed class AzureChanges(AzureApi api, string project)
{
    // As many as one call of the second kind takes.
    private const int PageItems = 200;

    // A query by date reads the records; a little for the servers to agree.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The work items that changed at or after a moment.</summary>
    public Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new ChangePages("Azure DevOps", TimeSpan.FromSeconds(1), Overlap, AskAsync).ReadAsync(since, cancellationToken);

    private async Task<(ChangePage? Page, TrackerAnswer? Failure)> AskAsync(DateTimeOffset from, string? next, CancellationToken cancellationToken)
    {
        var time = from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var query = $"SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.ChangedDate] >= '{time}' ORDER BY [System.ChangedDate], [System.Id]";
        var skip = int.Parse(next ?? "0", CultureInfo.InvariantCulture);
        var path = AzureApi.Wit(project, string.Create(CultureInfo.InvariantCulture, $"wiql?timePrecision=true&$top={skip + PageItems}"));
        var answer = await api.SendAsync(TrackerCall.Write(HttpMethod.Post, path, new { query }), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        if (done.Body.Member("workItems").ValueKind != JsonValueKind.Array)
        {
            return (null, new TrackerAnswer.Refused(done.Status, "Azure DevOps' answer is no list of work items; is the URL that of the organisation?"));
        }

        var ids = done.Body.Member("workItems").Items().Select(i => i.Member("id"))
            .Where(i => i.ValueKind == JsonValueKind.Number).Select(i => i.GetInt32()).Skip(skip).ToList();
        return ids.Count == 0
            ? (new ChangePage([], null, null), null)
            : await ReadAsync(ids, ids.Count < PageItems ? null : (skip + PageItems).ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    private async Task<(ChangePage? Page, TrackerAnswer? Failure)> ReadAsync(List<int> ids, string? next, CancellationToken cancellationToken)
    {
        // One that was deleted meanwhile is left out rather than the whole page refused.
        var wanted = new { ids, fields = new[] { AzureField.ChangedDate }, errorPolicy = "omit" };
        var answer = await api.SendAsync(TrackerCall.Write(HttpMethod.Post, AzureApi.Wit(project, "workitemsbatch"), wanted), cancellationToken);
        return answer is not TrackerAnswer.Done done
            ? (null, answer)
            : (ChangePage.Of(
                done.Body.Member("value").Items(),
                i => AzureItem.Of(i) is { } item ? AzureItem.RefOf(api, item.Id).Key : null,
                i => i.Member("fields").Time(AzureField.ChangedDate),
                next), null);
    }
}
