using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>
/// A fake of Azure DevOps Boards, not the service: one organisation, one project with Agile's Bug, written from the vendor's documentation.
/// It refuses what the service refuses and API-description mocks let pass: the wrong media type, a patch that is no list, unknown fields,
/// values that are not allowed, states that the process does not lead to, an old revision.
/// </summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string Project = "Web shop";

    private const string Organisation = "/acme";

    private readonly string credentials;
    private readonly Lock gate = new();
    private readonly List<FakeWorkItem> items = [];
    private FakeServer server = null!;

    private FakeAzure(string credentials) => this.credentials = credentials;

    public Uri Address => new(server.Address, Organisation);

    public FakeProcess Process { get; } = new();

    /// <summary>Further projects with the same process.</summary>
    public HashSet<string> Others { get; } = [];

    /// <summary>Our account may not see the project.</summary>
    public bool IsHidden { get; set; }

    public IReadOnlyList<FakeWorkItem> Items
    {
        get
        {
            lock (gate)
            {
                return [.. items];
            }
        }
    }

    /// <param name="credentials">The only authorization header that is let in.</param>
    public static async Task<FakeAzure> StartAsync(string credentials)
    {
        var azure = new FakeAzure(credentials);
        azure.server = await FakeServer.StartAsync(azure.Map, azure.Admit);
        return azure;
    }

    public FakeWorkItem? Find(int id)
    {
        lock (gate)
        {
            return items.Find(i => i.Id == id);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private IResult? Admit(HttpRequest request) =>
        request.Headers.Authorization != credentials ? Results.StatusCode(401)
        : !request.Query.ContainsKey("api-version") ? Problem(400, "No api-version was supplied for the request.")
        : null;

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet($"{Organisation}/_apis/connectionData", () => Json(new { authenticatedUser = new { id = "8c8c7d32", providerDisplayName = "Patch Bay" } }));
        app.MapGet($"{Organisation}/_apis/projects/{{project}}", (string project) => IsThere(project) ? Json(new { name = Project, state = "wellFormed" }) : NoProject());
        app.MapGet($"{Organisation}/_apis/wit/workItems/{{id:int}}", (int id) => Find(id) is { } i ? Json(i.Show()) : NoItem(id));
        var wit = app.MapGroup($"{Organisation}/{{project}}/_apis/wit");
        wit.AddEndpointFilter(async (context, next) =>
            IsThere((string)context.HttpContext.Request.RouteValues["project"]!) ? await next(context) : NoProject());
        wit.MapGet("workitemtypes", () => Json(new { count = 2, value = new[] { new { name = "Bug" }, new { name = "Task" } } }));
        wit.MapGet("workitemtypes/{type}", (string type) => type == "Bug" ? Json(Process.Describe()) : NoType(type));
        wit.MapGet("workitemtypes/{type}/fields", (string type) => type == "Bug" ? Json(Process.DescribeFields()) : NoType(type));
        wit.MapGet("classificationnodes", () => Json(FakeProcess.Areas));
        wit.MapPost("workitems/${type}", CreateAsync);
        wit.MapGet("workitems/{id:int}", (string project, int id) => Find(id) is { } i && i.Project == project ? Json(i.Show()) : NoItem(id));
        wit.MapPatch("workitems/{id:int}", UpdateAsync);
        wit.MapGet("workItems/{id:int}/updates", (int id, HttpRequest request) => Find(id) is { } i ? Json(UpdatesOf(i, request.Query)) : NoItem(id));
        wit.MapPost("wiql", QueryAsync);
        wit.MapPost("workitemsbatch", BatchAsync);
    }

    private static object UpdatesOf(FakeWorkItem item, IQueryCollection query)
    {
        var updates = item.Updates.Zip(item.Made)
            .Select((u, at) => new
            {
                id = at + 1,
                revisedBy = new { displayName = u.Second.By },
                revisedDate = "9999-01-01T00:00:00Z",
                fields = u.First.Append(new("System.ChangedDate", u.Second.At.ToString("O", CultureInfo.InvariantCulture)))
                    .ToDictionary(f => f.Key, f => new { newValue = f.Value }),
            })
            .Skip(int.Parse(query["$skip"]!, CultureInfo.InvariantCulture)).Take(int.Parse(query["$top"]!, CultureInfo.InvariantCulture))
            .ToList();
        return new { count = updates.Count, value = updates };
    }

    private bool IsThere(string project) => (project == Project && !IsHidden) || Others.Contains(project);

    private async Task<IResult> CreateAsync(string type, HttpRequest request)
    {
        if (type != "Bug")
        {
            return NoType(type);
        }

        var (changes, refusal) = await ChangesAsync(request);
        if (refusal is not null || Process.Mistake(changes, null) is { } mistake && (refusal = Problem(400, mistake)) is not null)
        {
            return refusal;
        }

        lock (gate)
        {
            var item = new FakeWorkItem(items.Count + 1, Project, Process.First);
            item.Write(changes);
            if (request.Query["validateOnly"] != "true")
            {
                items.Add(item);
            }

            return Json(item.Show());
        }
    }

    private async Task<IResult> UpdateAsync(string project, int id, HttpRequest request)
    {
        var (changes, refusal) = await ChangesAsync(request);
        if (refusal is not null)
        {
            return refusal;
        }

        lock (gate)
        {
            if (items.Find(i => i.Id == id && i.Project == project) is not { } item)
            {
                return NoItem(id);
            }

            if (changes.Remove("/rev", out var revision) && revision!.GetValue<long>() != item.Revision)
            {
                return Problem(412, "VS403567: Work item has been changed by somebody else; the test of /rev failed.");
            }

            if (Process.Mistake(changes, item) is { } mistake)
            {
                return Problem(400, mistake);
            }

            item.Write(changes);
            return Json(item.Show());
        }
    }

    // Only the queries that are asked; the real one knows the language.
    private async Task<IResult> QueryAsync(HttpRequest request)
    {
        var query = (await FakeServer.BodyAsync(request))["query"]!.GetValue<string>();
        var byTime = Regex.Match(query, @"^SELECT \[System\.Id\] FROM WorkItems WHERE \[System\.TeamProject\] = @project AND \[System\.ChangedDate\] >= '([^']+)' ORDER BY \[System\.ChangedDate\], \[System\.Id\]$");
        if (byTime.Success)
        {
            return request.Query["timePrecision"] == "true"
                ? Changed(DateTimeOffset.Parse(byTime.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(request.Query["$top"]!, CultureInfo.InvariantCulture))
                : Problem(400, "TF51005: The query references a date with a time; use time precision.");
        }

        var byTag = Regex.Match(query, @"^SELECT \[System\.Id\] FROM WorkItems WHERE \[System\.TeamProject\] = @project AND \[System\.Tags\] CONTAINS '([^']+)' ORDER BY \[System\.Id\]$");
        var byId = Regex.Match(query, @"^SELECT \[System\.Id\] FROM WorkItems WHERE \[System\.Id\] = (\d+)$");
        if (!byTag.Success && !byId.Success)
        {
            return Problem(400, "TF51006: The query statement is missing a clause.");
        }

        var found = Items
            .Where(i => byTag.Success ? i.Project == Project && i.Tags.Contains(byTag.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
                : i.Id == int.Parse(byId.Groups[1].Value, CultureInfo.InvariantCulture))
            .Select(i => new { id = i.Id, url = $"{request.Scheme}://{request.Host}{Organisation}/_apis/wit/workItems/{i.Id}" });
        return Json(new { queryType = "flat", workItems = found });
    }

    private IResult Changed(DateTimeOffset from, int most) => Json(new
    {
        queryType = "flat",
        workItems = Items.Where(i => i.Project == Project && i.ChangedAt >= from).OrderBy(i => i.ChangedAt).ThenBy(i => i.Id).Take(most).Select(i => new { id = i.Id }),
    });

    // Those that were deleted are left out with a hole, as there.
    private async Task<IResult> BatchAsync(HttpRequest request)
    {
        var body = await FakeServer.BodyAsync(request);
        var ids = body["ids"]!.AsArray().Select(i => i!.GetValue<int>()).ToList();
        Assert.InRange(ids.Count, 1, 200);
        return body["errorPolicy"]?.GetValue<string>() != "omit" && ids.Exists(i => Find(i) is null)
            ? NoItem(ids.Find(i => Find(i) is null))
            : Json(new { count = ids.Count, value = ids.Select(i => Find(i)?.Show()) });
    }

    // Fields by reference name; the test of the revision under its path.
    private async Task<(Dictionary<string, JsonNode?> Changes, IResult? Refusal)> ChangesAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith("application/json-patch+json", StringComparison.Ordinal) != true)
        {
            return ([], Problem(415, "The request indicated a Content-Type that is not supported; use application/json-patch+json."));
        }

        if (await FakeServer.BodyAsync(request) is not JsonArray patch)
        {
            return ([], Problem(400, "You must pass a valid patch document in the body of the request."));
        }

        var changes = new Dictionary<string, JsonNode?>();
        foreach (var operation in patch)
        {
            var (op, path) = (operation!["op"]!.GetValue<string>(), operation["path"]!.GetValue<string>());
            Assert.True((op, path) is ("test", "/rev") || (op == "add" && path.StartsWith("/fields/", StringComparison.Ordinal)), $"{op} {path}");
            changes[path.Replace("/fields/", "", StringComparison.Ordinal)] = operation["value"]?.DeepClone();
        }

        return (changes, null);
    }

    private static IResult NoProject() => Problem(404, "TF200016: The following project does not exist.");

    private static IResult NoType(string type) => Problem(404, $"VS402323: Work item type {type} does not exist in project or you do not have permission to access it.");

    private static IResult NoItem(int id) =>
        Problem(404, string.Create(CultureInfo.InvariantCulture, $"TF401232: Work item {id} does not exist, or you do not have permissions to read it."));

    private static IResult Problem(int status, string words) => Json(new Dictionary<string, object> { ["$id"] = "1", ["message"] = words, ["errorCode"] = 0 }, status);

    private static IResult Json(object body, int status = 200) => Results.Json(body, statusCode: status);
}
