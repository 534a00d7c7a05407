using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tickets;

namespace Patchbay.Trackers.GitHub;

/// <summary>Where an issue is.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
internal sealed partial record GitHubIssue(string Repository, int Number)
{
    /// <summary>Path of the issue in the API.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"repos/{Repository}/issues/{Number}");

    /// <summary>Reads a ticket's key; null when it is none of GitHub's.</summary>
    public static GitHubIssue? Parse(string key) =>
        Key().Match(key) is { Success: true } match
        && int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new GitHubIssue(match.Groups[1].Value, number)
            : null;

    /// <summary>The ticket that an answer describes; null when it describes none.</summary>
    public static TicketRef? RefOf(string repository, JsonElement issue) =>
        issue.Member("number") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value > 0
        && issue.Text("html_url") is { Length: > 0 } url
            ? new TicketRef(GitHubTrackerKind.Name, string.Create(CultureInfo.InvariantCulture, $"{repository}#{value}"), url)
            : null;

    /// <summary>Logins of the people who have an issue.</summary>
    public static IEnumerable<string?> Assignees(JsonElement issue) => issue.Member("assignees").Items().Select(a => a.Text("login"));

    /// <summary>Whether the text is <c>owner/name</c> as GitHub has them.</summary>
    public static bool IsRepository(string text) => Repo().IsMatch(text);

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\.{1,2}#)[A-Za-z0-9._-]{1,100})#(\d{1,9})\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/(?!\.{1,2}\z)[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex Repo();
}
