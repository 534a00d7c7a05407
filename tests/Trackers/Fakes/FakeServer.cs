using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>A web server on loopback for a fake tracker: not the real thing, but written from its documentation and strict where that is.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeServer(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.First());

    /// <param name="map">Adds the tracker's calls.</param>
    /// <param name="admit">Answers null to let a request in, otherwise what to say instead.</param>
    public static async Task<FakeServer> StartAsync(Action<IEndpointRouteBuilder> map, Func<HttpRequest, IResult?> admit)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            if (admit(context.Request) is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            await next(context);
        });
        app.UseRouting();
        map(app);
        await app.StartAsync();
        return new FakeServer(app);
    }

    /// <summary>The body of a request.</summary>
    public static async Task<JsonNode> BodyAsync(HttpRequest request) =>
        await JsonNode.ParseAsync(request.Body) ?? throw new JsonException("The body is null.");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }
}
