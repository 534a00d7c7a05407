using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Patchbay.Bench;

/// <summary>As much of GitHub as filing and reading issues needs, at once and without limits; it counts how often an issue is read.</summary>
internal sealed class BenchHub(WebApplication app) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, JsonObject> issues = new();
    private int reads;

    /// <summary>Where it listens.</summary>
    public string Address => app.Urls.First();

    /// <summary>Numbers of the issues that were filed.</summary>
    public IReadOnlyList<int> Issues => [.. issues.Keys.Order()];

    /// <summary>How often one of them was read.</summary>
    public int Reads => Volatile.Read(ref reads);

    /// <summary>Starts it on a free port.</summary>
    public static async Task<BenchHub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var hub = new BenchHub(app);
        app.MapGet("/repos/acme/site/labels", () => Results.Json(new JsonArray()));
        app.MapPost("/repos/acme/site/labels", (JsonObject label) => Results.Json(label, statusCode: StatusCodes.Status201Created));
        app.MapGet("/repos/acme/site/issues", () => Results.Json(new JsonArray()));
        app.MapPost("/repos/acme/site/issues", hub.File);
        app.MapGet("/repos/acme/site/issues/{number:int}", hub.Read);
        await app.StartAsync();
        return hub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult File(JsonObject wish)
    {
        int number;
        do
        {
            number = issues.Count + 1;
        }
        while (!issues.TryAdd(number, wish));

        var labels = wish["labels"]?.AsArray().Select(l => (JsonNode)new JsonObject { ["name"] = (string?)l }) ?? [];
        wish["number"] = number;
        wish["state"] = "open";
        wish["html_url"] = $"https://hub.example.com/acme/site/issues/{number}";
        wish["labels"] = new JsonArray([.. labels]);
        return Results.Json(wish, statusCode: StatusCodes.Status201Created);
    }

    private IResult Read(int number)
    {
        Interlocked.Increment(ref reads);
        return issues.TryGetValue(number, out var issue) ? Results.Json(issue) : Results.NotFound();
    }
}
