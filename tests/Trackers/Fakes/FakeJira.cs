using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>
/// A fake of Jira, not Jira: one project with a workflow, written from the vendor's documentation. Cloud (v3) and Data Center (v2) differ
/// as they do there. It refuses what Jira refuses and API-description mocks let pass: fields that are not on the screen, plain text where
/// a document is wanted, labels with spaces, long texts, transitions that the workflow does not offer.
/// </summary>
internal sealed class FakeJira : IAsyncDisposable
{
    public const string Project = "SEC";

    private readonly bool isCloud;
    private readonly string credentials;
    private readonly Lock gate = new();
    private readonly List<FakeJiraIssue> issues = [];
    private FakeServer server = null!;

    private FakeJira(bool isCloud, string credentials)
    {
        this.isCloud = isCloud;
        this.credentials = credentials;
    }

    public Uri Address => server.Address;

    public FakeJiraWorkflow Workflow { get; } = new();

    /// <summary>Fields on the create screen; the edit screen has the same.</summary>
    public JsonArray Screen { get; } = FakeJiraScreen.Usual();

    /// <summary>Permissions that the account lacks.</summary>
    public HashSet<string> Lacking { get; } = [];

    /// <summary>Fields that are on the screen and refused all the same.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Labels that are dropped without a word.</summary>
    public HashSet<string> Dropped { get; } = [];

    /// <summary>The time zone that the account has chosen, in which its queries are read; null for one that we do not know.</summary>
    public string? TimeZone { get; set; } = "America/New_York";

    public IReadOnlyList<FakeJiraIssue> Issues
    {
        get
        {
            lock (gate)
            {
                return [.. issues];
            }
        }
    }

    /// <param name="credentials">The only authorization header that is let in.</param>
    public static async Task<FakeJira> StartAsync(bool isCloud, string credentials)
    {
        var jira = new FakeJira(isCloud, credentials);
        jira.server = await FakeServer.StartAsync(jira.Map, jira.Admit);
        return jira;
    }

    public FakeJiraIssue? Find(string key)
    {
        lock (gate)
        {
            return issues.Find(i => i.Key == key || i.FormerKeys.Contains(key));
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private IResult? Admit(HttpRequest request) =>
        request.Headers.Authorization != credentials ? Results.StatusCode(401)
        : request.ContentLength > 0 && request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true ? Results.StatusCode(415)
        : null;

    private void Map(IEndpointRouteBuilder app)
    {
        var root = $"/rest/api/{(isCloud ? 3 : 2)}";
        app.MapGet($"{root}/myself", () => isCloud
            ? Json(new { accountId = "5b10ac8d82e05b22cc7d4ef5", displayName = "Patch Bay", timeZone = TimeZone ?? "Mars/Olympus" })
            : Json(new { name = "patchbay", key = "JIRAUSER10100", displayName = "Patch Bay", timeZone = TimeZone ?? "Mars/Olympus" }));
        app.MapGet($"{root}/mypermissions", Permissions);
        app.MapGet($"{root}/issue/createmeta/{{project}}/issuetypes", Types);
        app.MapGet($"{root}/issue/createmeta/{{project}}/issuetypes/{{type}}", Fields);
        app.MapGet($"{root}/project/{{project}}/statuses", (string project) => project == Project ? Json(new[]
        {
            new { id = "10001", name = "Bug", statuses = Workflow.Statuses },
        }) : NotFound("No project could be found with key."));
        app.MapGet($"{root}/resolution", () => Json(FakeJiraWorkflow.Resolutions));
        app.MapPost($"{root}/issue", CreateAsync);
        app.MapGet($"{root}/issue/{{key}}", (string key) => Find(key) is { } i ? Json(i.Show(isCloud)) : NoIssue());
        app.MapPut($"{root}/issue/{{key}}", UpdateAsync);
        app.MapGet($"{root}/issue/{{key}}/transitions", (string key, string? expand) =>
            Find(key) is { } i ? Json(new { transitions = Workflow.Offered(i, expand == "transitions.fields") }) : NoIssue());
        app.MapPost($"{root}/issue/{{key}}/transitions", TransitionAsync);
        app.MapGet($"{root}/issue/{{key}}/comment", Comments);
        app.MapPost($"{root}/issue/{{key}}/comment", CommentAsync);
        app.MapPost(isCloud ? $"{root}/search/jql" : $"{root}/search", SearchAsync);
    }

    private IResult Permissions(string projectKey, string permissions) => projectKey != Project
        ? NotFound($"No project could be found with key '{projectKey}'.")
        : Json(new { permissions = permissions.Split(',').ToDictionary(p => p, p => new { key = p, havePermission = !Lacking.Contains(p) }) });

    private IResult Types(string project, int startAt, int maxResults)
    {
        var types = new[] { new { id = "10003", name = "Sub-task", subtask = true }, new { id = "10001", name = "Bug", subtask = false } };
        return project != Project ? BadRequest("project", "No project could be found with key.")
            : Lacking.Contains("CREATE_ISSUES") ? Listed("issueTypes", [], startAt, maxResults)
            : Listed("issueTypes", [.. types.Select(t => JsonSerializer.SerializeToNode(t)!)], startAt, maxResults);
    }

    private IResult Fields(string project, string type, int startAt, int maxResults) => project == Project && type == "10001"
        ? Listed("fields", [.. Screen.Select(f => f!.DeepClone())], startAt, maxResults)
        : BadRequest("issuetype", "The issue type selected is invalid.");

    // Cloud names the list, Data Center calls it values. A page holds at most 50.
    private IResult Listed(string name, List<JsonNode> all, int startAt, int maxResults) => Json(new Dictionary<string, object>
    {
        [isCloud ? name : "values"] = all.Skip(startAt).Take(Math.Min(maxResults, 50)),
        ["startAt"] = startAt,
        ["maxResults"] = Math.Min(maxResults, 50),
        ["total"] = all.Count,
    });

    private async Task<IResult> CreateAsync(HttpRequest request)
    {
        var body = await FakeServer.BodyAsync(request);
        var fields = body["fields"]!.AsObject();
        if (FakeJiraScreen.Mistake(fields, Screen, isCloud, isNew: true) is { } mistake)
        {
            return mistake;
        }

        if (fields.FirstOrDefault(f => Refused.Contains(f.Key)) is { Key: { } refused })
        {
            return BadRequest(refused, "Specify a valid value.");
        }

        lock (gate)
        {
            var issue = new FakeJiraIssue(issues.Count + 1, $"{Project}-{issues.Count + 1}", Workflow.First);
            issue.Write(fields, Dropped);
            foreach (var property in body["properties"]?.AsArray() ?? [])
            {
                issue.Properties[property!["key"]!.GetValue<string>()] = property["value"]!.DeepClone();
            }

            issues.Add(issue);
            return Json(new { id = $"{issue.Id}", key = issue.Key, self = new Uri(Address, $"/rest/api/3/issue/{issue.Id}") }, 201);
        }
    }

    private async Task<IResult> UpdateAsync(string key, HttpRequest request)
    {
        var body = await FakeServer.BodyAsync(request);
        if (Find(key) is not { } issue)
        {
            return NoIssue();
        }

        var (fields, update) = (body["fields"]?.AsObject() ?? [], body["update"]?.AsObject() ?? []);
        if (fields.Select(f => f.Key).Intersect(update.Select(u => u.Key)).Any())
        {
            return BadRequest("update", "A field can be in fields or in update, not in both.");
        }

        if (FakeJiraScreen.Mistake(fields, Screen, isCloud, isNew: false) is { } mistake)
        {
            return mistake;
        }

        lock (gate)
        {
            issue.Write(fields, Dropped);
            foreach (var change in update["labels"]?.AsArray() ?? [])
            {
                issue.ChangeLabel(change!["add"]?.GetValue<string>(), change["remove"]?.GetValue<string>(), Dropped);
            }
        }

        return Results.StatusCode(204);
    }

    private async Task<IResult> TransitionAsync(string key, HttpRequest request)
    {
        var body = await FakeServer.BodyAsync(request);
        if (Find(key) is not { } issue)
        {
            return NoIssue();
        }

        lock (gate)
        {
            return Workflow.Take(issue, body) is { } mistake ? BadRequest(mistake.Field, mistake.Words) : Results.StatusCode(204);
        }
    }

    private IResult Comments(string key, int startAt, int maxResults, string orderBy)
    {
        if (Find(key) is not { } issue)
        {
            return NoIssue();
        }

        Assert.Equal("-created", orderBy);
        var page = issue.ShowComments().Reverse().Skip(startAt).Take(maxResults);
        return Json(new { comments = page, startAt, maxResults, total = issue.Comments.Count });
    }

    private async Task<IResult> CommentAsync(string key, HttpRequest request)
    {
        var body = await FakeServer.BodyAsync(request);
        if (Find(key) is not { } issue)
        {
            return NoIssue();
        }

        if (FakeJiraScreen.TextMistake(body["body"], isCloud) is { } words)
        {
            return BadRequest("comment", words);
        }

        issue.Comments.Add(body["body"]!.DeepClone());
        return Json(new { id = $"{issue.Comments.Count}" }, 201);
    }

    /// <summary>A person files an issue.</summary>
    public FakeJiraIssue Add(DateTimeOffset updated)
    {
        lock (gate)
        {
            issues.Add(new FakeJiraIssue(issues.Count + 1, $"{Project}-{issues.Count + 1}", Workflow.First) { UpdatedAt = updated });
            return issues[^1];
        }
    }

    // Only the queries that are asked; a real one knows the language.
    private async Task<IResult> SearchAsync(HttpRequest request)
    {
        var body = await FakeServer.BodyAsync(request);
        var change = System.Text.RegularExpressions.Regex.Match(
            body["jql"]!.GetValue<string>(), "^project = \"SEC\" AND updated >= \"([-0-9]{10} [0-9]{2}:[0-9]{2})\" ORDER BY updated ASC, key ASC$");
        if (change.Success)
        {
            return Changed(change.Groups[1].Value, body);
        }

        var match = System.Text.RegularExpressions.Regex.Match(body["jql"]!.GetValue<string>(), "^labels = \"([^\"]+)\" ORDER BY created ASC$");
        if (!match.Success)
        {
            return BadRequest("jql", "The query cannot be parsed, or is not bounded.");
        }

        var found = Issues.Where(i => i.Labels.Contains(match.Groups[1].Value, StringComparer.OrdinalIgnoreCase)).ToList();
        var shown = found.Take(body["maxResults"]!.GetValue<int>()).Select(i => i.Show(isCloud));
        return isCloud ? Json(new { issues = shown, isLast = true }) : Json(new { startAt = 0, maxResults = 50, total = found.Count, issues = shown });
    }

    private IResult Changed(string minute, JsonNode body)
    {
        var local = DateTime.ParseExact(minute, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var from = TimeZoneInfo.ConvertTimeToUtc(local, TimeZoneInfo.FindSystemTimeZoneById(TimeZone ?? "Pacific/Honolulu"));
        var found = Issues.Where(i => i.UpdatedAt.UtcDateTime >= from).OrderBy(i => i.UpdatedAt).ThenBy(i => i.Id).ToList();
        var start = isCloud
            ? int.Parse(body["nextPageToken"]?.GetValue<string>()["token-".Length..] ?? "0", CultureInfo.InvariantCulture)
            : body["startAt"]!.GetValue<int>();
        var page = found.Skip(start).Take(body["maxResults"]!.GetValue<int>()).ToList();
        var end = start + page.Count;
        var shown = page.Select(i => i.Show(isCloud));
        return !isCloud ? Json(new { startAt = start, maxResults = 100, total = found.Count, issues = shown })
            : end < found.Count ? Json(new { issues = shown, isLast = false, nextPageToken = string.Create(CultureInfo.InvariantCulture, $"token-{end}") })
            : Json(new { issues = shown, isLast = true });
    }

    private static IResult NoIssue() => NotFound("Issue does not exist or you do not have permission to see it.");

    private static IResult NotFound(string words) => Json(new { errorMessages = new[] { words }, errors = new { } }, 404);

    private static IResult BadRequest(string field, string words) =>
        Json(new { errorMessages = Array.Empty<string>(), errors = new Dictionary<string, string> { [field] = words } }, 400);

    private static IResult Json(object body, int status = 200) => Results.Json(body, statusCode: status);
}
