using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Redmine;

/// <summary>An issue's number: the same in whatever project it is.</summary>
internal sealed partial record RedmineIssue(int Id)
{
    /// <summary>Path of the issue in the API.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"issues/{Id}.json");

    /// <summary>Path of the issue with the statuses that we may move it to.</summary>
    public string WithStatuses => $"{Path}?include=allowed_statuses";

    /// <summary>Path of the issue with all that was said about it.</summary>
    public string WithJournals => $"{Path}?include=journals";

    /// <summary>Reads a ticket's key, such as <c>#12</c>; null when it is none of Redmine's.</summary>
    public static RedmineIssue? Parse(string key) =>
        Key().Match(key) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new RedmineIssue(id)
            : null;

    /// <summary>The ticket that an issue is; null when it is no issue.</summary>
    public static TicketRef? RefOf(Uri address, JsonElement issue) =>
        issue.Id() is { } id
            ? new TicketRef(
                RedmineTrackerKind.Name,
                string.Create(CultureInfo.InvariantCulture, $"#{id}"),
                new Uri(address, string.Create(CultureInfo.InvariantCulture, $"issues/{id}")).AbsoluteUri)
            : null;

    [GeneratedRegex(@"^#(\d{1,9})\z")]
    private static partial Regex Key();
}
