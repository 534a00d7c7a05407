using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>
/// A fake of GitLab, not GitLab: one project and what was moved out of it, written from the vendor's documentation. It refuses what GitLab
/// refuses, carries out lines that are commands, and drops in silence what a guest may not set.
/// </summary>
internal sealed class FakeGitLab : IAsyncDisposable
{
    public const string Project = "acme/web/shop";

    private readonly string token;
    private readonly Lock gate = new();
    private readonly List<FakeGitLabIssue> issues = [];
    private FakeServer server = null!;

    private FakeGitLab(string token) => this.token = token;

    /// <summary>The API's base address.</summary>
    public Uri Address => new(server.Address, "/api/v4/");

    /// <summary>10 guest, 15 planner, 20 reporter.</summary>
    public int AccessLevel { get; set; } = 20;

    /// <summary>Whether our account sees the project at all.</summary>
    public bool IsVisible { get; set; } = true;

    /// <summary>Members of the project's answer that differ from the usual.</summary>
    public Dictionary<string, object> ProjectSays { get; } = [];

    /// <summary>What the token says about itself.</summary>
    public object Token { get; set; } = new { scopes = new[] { "api" }, expires_at = (string?)null };

    public IReadOnlyList<FakeGitLabIssue> Issues
    {
        get
        {
            lock (gate)
            {
                return [.. issues];
            }
        }
    }

    /// <param name="token">The only one that is let in.</param>
    public static async Task<FakeGitLab> StartAsync(string token)
    {
        var fake = new FakeGitLab(token);
        fake.server = await FakeServer.StartAsync(fake.Map, r => r.Headers["PRIVATE-TOKEN"] == fake.token ? null : Says(401, "401 Unauthorized"));
        return fake;
    }

    public FakeGitLabIssue? Find(int iid, string project = Project) => Issues.FirstOrDefault(i => i.Iid == iid && i.Project == project);

    /// <summary>A person files an issue.</summary>
    public FakeGitLabIssue Add(string project, string title, string description)
    {
        lock (gate)
        {
            var issue = new FakeGitLabIssue(issues.Count + 1000, issues.Count(i => i.Project == project) + 1, project, title, description);
            issues.Add(issue);
            return issue;
        }
    }

    /// <summary>A person moves an issue: the old one is closed and points to a new one with the same text.</summary>
    public FakeGitLabIssue Move(FakeGitLabIssue issue, string project)
    {
        var moved = Add(project, issue.Title, issue.Description);
        (issue.IsOpen, issue.MovedTo) = (false, moved.Id);
        return moved;
    }

    public void Delete(FakeGitLabIssue issue)
    {
        lock (gate)
        {
            issues.Remove(issue);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v4");
        api.MapGet("user", () => Results.Json(new { id = 7, username = "patchbay" }));
        api.MapGet("users", (string username) => Results.Json(
            ((int[])[8, 9]).Where(p => FakeGitLabIssue.LoginOf(p) == username).Select(p => new { id = p, username })));
        api.MapGet("personal_access_tokens/self", () => Results.Json(Token));
        api.MapGet("issues", (string search) => List(Issues, search));
        api.MapGet("projects/{id}", (string id) => Seen(id) ?? Results.Json(new Dictionary<string, object>
        {
            ["id"] = 1,
            ["path_with_namespace"] = Project,
            ["permissions"] = new { project_access = new { access_level = AccessLevel }, group_access = (object?)null },
        }.Concat(ProjectSays).ToDictionary()));
        api.MapGet("projects/{id}/issues", (string id, string? search, DateTimeOffset? updated_after, int? page) => Seen(id)
            ?? (updated_after is { } from ? Changed(from, page ?? 1) : List(Issues.Where(i => i.Project == Project), search)));
        api.MapPost("projects/{id}/issues", async (string id, HttpRequest r) => Seen(id) ?? Create((await FakeServer.BodyAsync(r)).Deserialize<JsonElement>()));
        api.MapGet("projects/{id}/issues/{iid:int}", (string id, int iid) => OnIssue(id, iid, i => Results.Json(i.Show())));
        api.MapPut("projects/{id}/issues/{iid:int}", async (string id, int iid, HttpRequest r) =>
        {
            var body = (await FakeServer.BodyAsync(r)).Deserialize<JsonElement>();
            return OnIssue(id, iid, i => AccessLevel < 15 ? Says(403, "403 Forbidden") : Mistake(body) ?? Written(i, body));
        });
        api.MapGet("projects/{id}/issues/{iid:int}/notes", (string id, int iid, int page, string sort) => OnIssue(id, iid, i =>
            Results.Json((sort == "asc" ? i.ShowNotes() : i.ShowNotes().Reverse()).Skip((page - 1) * 100).Take(100))));
        api.MapPost("projects/{id}/issues/{iid:int}/notes", async (string id, int iid, HttpRequest r) =>
        {
            var body = (await FakeServer.BodyAsync(r))["body"]!.GetValue<string>();
            return OnIssue(id, iid, i =>
            {
                i.Notes.Add(i.CarryOut(body));
                return Results.Json(new { id = i.Notes.Count, body, system = false, noteable_iid = iid }, statusCode: 201);
            });
        });
    }

    // Hidden and missing look the same.
    private IResult? Seen(string id) => IsVisible && Uri.UnescapeDataString(id) == Project ? null : Says(404, "404 Project Not Found");

    private IResult OnIssue(string id, int iid, Func<FakeGitLabIssue, IResult> act) =>
        Seen(id) ?? (Find(iid) is { } issue ? act(issue) : Says(404, "404 Issue Not Found"));

    private IResult Create(JsonElement body)
    {
        if (Mistake(body) is { } mistake)
        {
            return mistake;
        }

        var issue = Add(Project, "", "");
        issue.Write(body, AccessLevel >= 15);
        return Results.Json(issue.Show(), statusCode: 201);
    }

    private IResult Written(FakeGitLabIssue issue, JsonElement body)
    {
        issue.Write(body, mayPlan: true);
        return Results.Json(issue.Show());
    }

    private IResult Changed(DateTimeOffset from, int page) => Results.Json(Issues
        .Where(i => i.Project == Project && i.UpdatedAt >= from).OrderBy(i => i.UpdatedAt).ThenBy(i => i.Id)
        .Skip((page - 1) * 100).Take(100).Select(i => i.Show()));

    private static IResult List(IEnumerable<FakeGitLabIssue> from, string? search) => Results.Json(from
        .Where(i => search is null || i.Description.Contains(search, StringComparison.OrdinalIgnoreCase)).OrderBy(i => i.Id).Take(100).Select(i => i.Show()));

    private static IResult? Mistake(JsonElement body)
    {
        var title = body.TryGetProperty("title", out var t) ? t.GetString()! : "x";
        var description = body.TryGetProperty("description", out var d) ? d.GetString()! : "";
        return title.Length is 0 ? Results.Json(new { message = new { title = new[] { "can't be blank" } } }, statusCode: 400)
            : title.Length > 255 ? Results.Json(new { message = new { title = new[] { "is too long (maximum is 255 characters)" } } }, statusCode: 400)
            : description.Length > 1_048_576
                ? Results.Json(new { message = new { description = new[] { "is too long (maximum is 1048576 characters)" } } }, statusCode: 400)
            : null;
    }

    private static IResult Says(int status, string message) => Results.Json(new { message }, statusCode: status);
}
