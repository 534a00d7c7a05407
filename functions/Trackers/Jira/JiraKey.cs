using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Jira;

/// <summary>Keys of projects and issues as Jira has them.</summary>
internal static partial class JiraKey
{
    /// <summary>Whether the text is a project's key: <c>SEC</c>.</summary>
    public static bool IsProject(string text) => Project().IsMatch(text);

    /// <summary>Whether the text is an issue's key: <c>SEC-12</c>.</summary>
    public static bool IsIssue(string text) => Issue().IsMatch(text);

    /// <summary>The project of an issue's key.</summary>
    public static string ProjectOf(string key) => key[..key.LastIndexOf('-')];

    /// <summary>The ticket that an answer names; null when it names none.</summary>
    public static TicketRef? RefOf(JiraApi api, JsonElement issue) =>
        issue.Text("key") is { } key && IsIssue(key) ? new TicketRef(api.Edition.Kind, key, api.PageOf(key)) : null;

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{1,49}\z")]
    private static partial Regex Project();

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{1,49}-[1-9][0-9]{0,9}\z")]
    private static partial Regex Issue();
}
