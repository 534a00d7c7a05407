using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.Jira;

/// <summary>Asks which issues of a project changed.</summary>
/// <remarks>JQL tells minutes apart and reads them in the time zone that our account has chosen.</remarks>
internal sealed class JiraChanges(JiraApi api, string project)
{
    private const int PageItems = 100;

    // What nobody's clock is behind by more; used where the account's zone is not known.
    private static readonly TimeSpan FarthestWest = TimeSpan.FromHours(-12);

    private TimeZoneInfo? zone;

    /// <summary>The issues that changed at or after a moment.</summary>
    public async Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var me = await api.SendAsync(TrackerCall.Get("myself"), cancellationToken);
        if (me is not TrackerAnswer.Done done)
        {
            return me.ToChanges();
        }

        zone = TimeZoneInfo.TryFindSystemTimeZoneById(done.Body.Text("timeZone") ?? "", out var known) ? known : null;
        return await new ChangePages("Jira", TimeSpan.FromMinutes(1), api.Edition.LookUpLag, AskAsync).ReadAsync(since, cancellationToken);
    }

    private async Task<(ChangePage? Page, TrackerAnswer? Failure)> AskAsync(DateTimeOffset from, string? next, CancellationToken cancellationToken)
    {
        var jql = $"project = \"{project}\" AND updated >= \"{Local(from).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}\" ORDER BY updated ASC, key ASC";
        object query = api.Edition.IsCloud
            ? new { jql, fields = new[] { "updated" }, maxResults = PageItems, nextPageToken = next }
            : new { jql, fields = new[] { "updated" }, maxResults = PageItems, startAt = int.Parse(next ?? "0", CultureInfo.InvariantCulture) };
        var answer = await api.SendAsync(TrackerCall.Write(HttpMethod.Post, api.Edition.SearchPath, query), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        if (done.Body.Member("issues").ValueKind != JsonValueKind.Array)
        {
            return (null, new TrackerAnswer.Refused(done.Status, "Jira's answer is no list of issues; is the URL that of the site?"));
        }

        var issues = done.Body.Member("issues").Items().ToList();
        return (ChangePage.Of(issues, i => JiraKey.RefOf(api, i)?.Key, i => i.Member("fields").Time("updated"), After(done.Body, next, issues.Count)), null);
    }

    private string? After(JsonElement body, string? next, int count)
    {
        if (api.Edition.IsCloud)
        {
            return body.Is("isLast") ? null : body.Text("nextPageToken");
        }

        var read = int.Parse(next ?? "0", CultureInfo.InvariantCulture) + count;
        return count > 0 && body.Member("total").IsMoreThan(read) ? read.ToString(CultureInfo.InvariantCulture) : null;
    }

    // An hour that comes twice is meant the first time; too early a moment only lists more.
    private DateTime Local(DateTimeOffset time)
    {
        if (zone is null)
        {
            return (time + FarthestWest).UtcDateTime;
        }

        var local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        return zone.IsAmbiguousTime(local) ? local.AddHours(-1) : local;
    }
}
