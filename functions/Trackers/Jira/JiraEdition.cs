using System.Text.Json;
using Patchbay.Tickets;
using Patchbay.Tickets.Adf;
using Patchbay.Tickets.Wiki;

namespace Patchbay.Trackers.Jira;

/// <summary>What sets Jira Cloud and Jira Server or Data Center apart.</summary>
/// <param name="Kind">Name of the tracker kind.</param>
/// <param name="Api">Path of the API below the site, without slashes at its ends.</param>
/// <param name="LookUpLag">How long the search index may lag behind.</param>
/// <param name="SearchPath">Where JQL is sent, below the API.</param>
/// <param name="PersonMember">The member by which people are named.</param>
internal sealed record JiraEdition(string Kind, string Api, TimeSpan LookUpLag, string SearchPath, string PersonMember)
{
    /// <summary>Jira Cloud, REST v3.</summary>
    /// <remarks>Its search is an index that lags seconds to minutes behind; nothing there can be looked up by a text of ours at once.</remarks>
    public static JiraEdition Cloud { get; } = new("jira-cloud", "rest/api/3", TimeSpan.FromMinutes(5), "search/jql", "accountId");

    /// <summary>Jira Server and Data Center, REST v2.</summary>
    /// <remarks>On one node the index is as good as immediate; nodes tell each other within seconds.</remarks>
    public static JiraEdition Server { get; } = new("jira-server", "rest/api/2", TimeSpan.FromSeconds(30), "search", "name");

    /// <summary>Jira Cloud.</summary>
    public bool IsCloud => Kind == Cloud.Kind;

    /// <summary>A ticket's text as a field's value.</summary>
    /// <param name="limit">UTF-16 units as they are sent, the frame of a document included.</param>
    public object Text(TicketBody body, int limit) => IsCloud ? AdfRenderer.Render(body, limit) : WikiRenderer.Render(body, limit);

    /// <summary>The words of a text as Jira shows it.</summary>
    public static string WordsOf(JsonElement text) =>
        text.ValueKind == JsonValueKind.String ? text.GetString()! : AdfRenderer.PlainText(text);

    /// <summary>A person as a field's value.</summary>
    /// <param name="id">Null for nobody; a person that is not named at all would be whoever the project gives its issues to.</param>
    public Dictionary<string, string?> Person(string? id) => new() { [PersonMember] = id };

    /// <summary>The dialect's name in a preview.</summary>
    public string Dialect => IsCloud ? "adf" : "wiki";
}
