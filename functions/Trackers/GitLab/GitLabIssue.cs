using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tickets;

namespace Patchbay.Trackers.GitLab;

/// <summary>Where an issue is.</summary>
/// <param name="Project">Path with its groups: <c>acme/web/shop</c>.</param>
/// <param name="Iid">Number within the project.</param>
internal sealed partial record GitLabIssue(string Project, int Iid)
{
    /// <summary>Path of the issue in the API.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"{PathOf(Project)}/issues/{Iid}");

    /// <summary>Path of a project in the API.</summary>
    public static string PathOf(string project) => $"projects/{Uri.EscapeDataString(project)}";

    /// <summary>Reads a ticket's key; null when it is none of GitLab's.</summary>
    public static GitLabIssue? Parse(string key) =>
        Key().Match(key) is { Success: true } match
        && int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var iid)
            ? new GitLabIssue(match.Groups[1].Value, iid)
            : null;

    /// <summary>The ticket that an answer describes; null when it describes none.</summary>
    public static TicketRef? RefOf(string project, JsonElement issue) =>
        issue.Member("iid") is { ValueKind: JsonValueKind.Number } iid && iid.TryGetInt32(out var number) && number > 0
        && issue.Text("web_url") is { Length: > 0 } url
            ? new TicketRef(GitLabTrackerKind.Name, string.Create(CultureInfo.InvariantCulture, $"{project}#{number}"), url)
            : null;

    /// <summary>Whether the text is a project's path or number as GitLab has them.</summary>
    public static bool IsProject(string text) => Name().IsMatch(text);

    [GeneratedRegex(@"^((?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*)#(\d{1,9})\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"^(?:\d{1,12}|[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+)\z")]
    private static partial Regex Name();
}
