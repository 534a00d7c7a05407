using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>
/// A fake of Bitbucket's Code Insights, not Bitbucket: one repository with one commit, in Cloud's words and in Data Center's, written from
/// the vendor's references. It takes no more annotations at a time than they do.
/// </summary>
internal sealed class FakeBitbucket : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly string authorization;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (JsonElement Report, List<JsonElement> Annotations)> reports = [];
    private FakeServer server = null!;

    private FakeBitbucket(string authorization) => this.authorization = authorization;

    public Uri Address => server.Address;

    /// <summary>Keys of the commit's reports, and their annotations' numbers.</summary>
    public IReadOnlyDictionary<string, int> Reports
    {
        get
        {
            lock (gate)
            {
                return reports.ToDictionary(r => r.Key, r => r.Value.Annotations.Count);
            }
        }
    }

    /// <param name="authorization">The only header that is let in.</param>
    public static async Task<FakeBitbucket> StartAsync(string authorization)
    {
        var fake = new FakeBitbucket(authorization);
        fake.server = await FakeServer.StartAsync(
            fake.Map,
            r => r.Headers.Authorization == fake.authorization ? null : Results.Json(new { error = new { message = "Token is invalid" } }, statusCode: 401));
        return fake;
    }

    /// <summary>A report as it was sent, and its annotations.</summary>
    public (JsonElement Report, IReadOnlyList<JsonElement> Annotations) Find(string key)
    {
        lock (gate)
        {
            return reports[key];
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/repositories/acme/shop", () => Results.Json(new { slug = "shop", full_name = "acme/shop" }));
        app.MapGet("/rest/api/latest/projects/ACME/repos/shop", () => Results.Json(new { slug = "shop", id = 1 }));
        MapReports(app.MapGroup("/repositories/acme/shop/commit/{commit}/reports/{key}"), most: 100, b => b, "external_id");
        MapReports(
            app.MapGroup("/rest/insights/latest/projects/ACME/repos/shop/commits/{commit}/reports/{key}"),
            most: 1_000,
            b => b.GetProperty("annotations"),
            "externalId");
        app.MapFallback(() => Results.Json(new { error = new { message = "Repository not found" } }, statusCode: 404));
    }

    private void MapReports(RouteGroupBuilder group, int most, Func<JsonElement, JsonElement> annotationsOf, string id)
    {
        group.MapDelete("", (string commit, string key) => At(commit, () => reports.Remove(key) ? Results.NoContent() : NotFound("No report")));
        group.MapPut("", async (string commit, string key, HttpRequest request) =>
        {
            var body = (await FakeServer.BodyAsync(request)).Deserialize<JsonElement>();
            return At(commit, () =>
            {
                reports[key] = (body, reports.GetValueOrDefault(key).Annotations ?? []);
                return Results.Json(body);
            });
        });
        group.MapPost("/annotations", async (string commit, string key, HttpRequest request) =>
        {
            var list = annotationsOf((await FakeServer.BodyAsync(request)).Deserialize<JsonElement>()).EnumerateArray().ToList();
            return At(commit, () =>
            {
                var all = reports[key].Annotations;
                all.AddRange(list);
                return list.Count > most || all.Count > 1_000 || all.DistinctBy(a => a.GetProperty(id).GetString()).Count() < all.Count
                    ? Results.Json(new { error = new { message = "Too many annotations" } }, statusCode: 400)
                    : Results.Json(list);
            });
        });
    }

    private IResult At(string commit, Func<IResult> act)
    {
        lock (gate)
        {
            return commit == Commit ? act() : NotFound("Commit not found");
        }
    }

    private static IResult NotFound(string words) =>
        Results.Json(new { error = new { message = words }, errors = new[] { new { message = words } } }, statusCode: 404);
}
