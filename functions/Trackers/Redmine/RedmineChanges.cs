using System.Globalization;

namespace Patchbay.Trackers.Redmine;

/// <summary>Asks which issues of a project changed.</summary>
internal sealed class RedmineChanges(RedmineApi api)
{
    private const int PageItems = 100;

    // A change bears the time at which it began, and shows when it is committed.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The issues that changed at or after a moment.</summary>
    public Task<Changes> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        new ChangePages("Redmine", TimeSpan.FromSeconds(1), Overlap, AskAsync).ReadAsync(since, cancellationToken);

    private async Task<(ChangePage? Page, TrackerAnswer? Failure)> AskAsync(DateTimeOffset from, string? next, CancellationToken cancellationToken)
    {
        var time = from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var skip = int.Parse(next ?? "0", CultureInfo.InvariantCulture);
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"issues.json?project_id={api.Project}&status_id=*&updated_on=%3E%3D{Uri.EscapeDataString(time)}&sort=updated_on:asc,id:asc&limit={PageItems}&offset={skip}");
        var (issues, failure) = await api.GetAsync(path, "issues", cancellationToken);
        if (failure is not null)
        {
            return (null, failure);
        }

        var all = issues.Items().ToList();
        var more = all.Count < PageItems ? null : (skip + PageItems).ToString(CultureInfo.InvariantCulture);
        return (ChangePage.Of(all, i => RedmineIssue.RefOf(api.Address, i)?.Key, i => i.Time("updated_on"), more), null);
    }
}
