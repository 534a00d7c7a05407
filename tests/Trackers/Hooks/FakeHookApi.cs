using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Tests.Trackers.Fakes;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>The calls about hooks of GitLab, Azure DevOps and Trello, each as its documentation has them, over one list of hooks.</summary>
internal sealed class FakeHookApi : IAsyncDisposable
{
    private FakeServer server = null!;

    public Uri Address => server.Address;

    /// <summary>The hooks as the tracker keeps them.</summary>
    public List<JsonObject> Hooks { get; } = [];

    /// <summary>What the tracker's account may do.</summary>
    public HttpStatusCode? Refusal { get; set; }

    public static async Task<FakeHookApi> StartAsync()
    {
        var fake = new FakeHookApi();
        fake.server = await FakeServer.StartAsync(
            fake.Map, _ => fake.Refusal is { } status ? Results.Json(new { message = "No." }, statusCode: (int)status) : null);
        return fake;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/gitlab/api/v4/projects/{project}/hooks", List);
        app.MapPost("/gitlab/api/v4/projects/{project}/hooks", async (HttpRequest r) => Add(await FakeServer.BodyAsync(r), StatusCodes.Status201Created));
        app.MapPut("/gitlab/api/v4/projects/{project}/hooks/{id:int}", async (int id, HttpRequest r) => Change($"{id}", await FakeServer.BodyAsync(r)));

        app.MapGet("/azure/_apis/projects/{project}", () => Results.Json(new { id = "6ce954b1", name = "Shop" }));
        app.MapGet("/azure/_apis/hooks/subscriptions", () => Results.Json(new { count = Hooks.Count, value = Masked() }));
        app.MapPost("/azure/_apis/hooks/subscriptions", async (HttpRequest r) => Add(await FakeServer.BodyAsync(r), StatusCodes.Status200OK));
        app.MapPut("/azure/_apis/hooks/subscriptions/{id}", async (string id, HttpRequest r) => Change(id, await FakeServer.BodyAsync(r)));

        app.MapGet("/trello/boards/{id}", (string id) => Results.Json(new { id = "4eea4ffc91e31d1746000046" }));
        app.MapGet("/trello/tokens/{token}/webhooks", (string token) => token == "t0k3n" ? List() : Results.NotFound());
        app.MapPost("/trello/webhooks", async (HttpRequest r) => Add(await FakeServer.BodyAsync(r), StatusCodes.Status200OK));
        app.MapPut("/trello/webhooks/{id}", async (string id, HttpRequest r) => Change(id, await FakeServer.BodyAsync(r)));
    }

    private IResult List() => Results.Json(Masked());

    // No tracker shows a secret again.
    private JsonArray Masked()
    {
        var shown = new JsonArray();
        foreach (var hook in Hooks)
        {
            var copy = hook.DeepClone().AsObject();
            copy.Remove("token");
            if (copy["consumerInputs"] is JsonObject inputs)
            {
                inputs["basicAuthPassword"] = "********";
            }

            shown.Add(copy);
        }

        return shown;
    }

    private IResult Add(JsonNode body, int status)
    {
        var hook = body.AsObject();
        hook["id"] = hook.ContainsKey("publisherId") || hook.ContainsKey("idModel") ? $"h{Hooks.Count + 1}" : Hooks.Count + 1;
        hook["active"] = true;
        hook["status"] = "enabled";
        Hooks.Add(hook);
        return Results.Json(hook, statusCode: status);
    }

    private IResult Change(string id, JsonNode body)
    {
        if (Hooks.Find(h => h["id"]!.ToString() == id) is not { } hook)
        {
            return Results.NotFound();
        }

        foreach (var (name, value) in body.AsObject())
        {
            hook[name] = value?.DeepClone();
        }

        hook["alert_status"] = "executable";
        return Results.Json(hook);
    }
}
