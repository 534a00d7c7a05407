using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Hosting;

/// <summary>What Azure gives a function app, played on this machine: a managed identity's tokens, Service Bus to send to, Durable to start flows.</summary>
public sealed class PlayedCloud : IAsyncDisposable
{
    /// <summary>The key in <see cref="DurableClient"/>; it may be printed nowhere.</summary>
    public const string DurableKey = "s3cr3t-durable-key";

    private const string IdentitySecret = "identity-header";
    private const string Token = "token-of-the-managed-identity";

    private const string DurablePath = "/runtime/webhooks/durabletask";

    private readonly WebApplication app;
    private readonly Channel<QueuedMessage> sent = Channel.CreateUnbounded<QueuedMessage>();
    private volatile int refusals;

    private PlayedCloud()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/identity", GiveToken);
        app.MapPost("/{queue}/messages", TakeAsync);
        app.MapGet(DurablePath + "/instances/{id}", (string id) =>
            Started.ContainsKey(id) ? Results.Json(new { runtimeStatus = "Running" }, statusCode: 202) : Results.NotFound());
        app.MapPost(DurablePath + "/orchestrators/{name}/{id}", StartFlowAsync);
    }

    /// <summary>What the app's settings would be in Azure.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["IDENTITY_ENDPOINT"] = $"{app.Urls.First()}/identity",
        ["IDENTITY_HEADER"] = IdentitySecret,
        ["AZURE_TOKEN_CREDENTIALS"] = "ManagedIdentityCredential",
        ["ServiceBusConnection__Endpoint"] = app.Urls.First(),
        ["ServiceBusConnection__RetryAfter"] = "00:00:00",
    };

    /// <summary>What the binding durableClient holds.</summary>
    public string DurableClient => JsonSerializer.Serialize(new
    {
        taskHubName = "patchbay",
        httpBaseUrl = app.Urls.First() + DurablePath,
        requiredQueryStringParameters = "taskHub=patchbay&connection=Storage&code=" + DurableKey,
    });

    /// <summary>Instances that were started, by their ids: name and input.</summary>
    public ConcurrentDictionary<string, (string Name, string Input)> Started { get; } = [];

    /// <summary>Messages that were sent and that nobody delivered yet.</summary>
    public ChannelReader<QueuedMessage> Sent => sent.Reader;

    public static async Task<PlayedCloud> StartAsync()
    {
        var cloud = new PlayedCloud();
        await cloud.app.StartAsync();
        return cloud;
    }

    /// <summary>Has Service Bus refuse so many sends.</summary>
    public void RefuseSends(int count) => refusals = count;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static IResult GiveToken(HttpContext http, string resource) => http.Request.Headers["X-IDENTITY-HEADER"] == IdentitySecret
        ? Results.Json(new
        {
            access_token = $"{Token}:{resource}",
            expires_on = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            resource,
            token_type = "Bearer",
        })
        : Results.Unauthorized();

    // As the real one: an instance that runs is a conflict, told as a failure without a word.
    private async Task<IResult> StartFlowAsync(HttpContext http, string name, string id, string code)
    {
        using var body = new StreamReader(http.Request.Body);
        var input = await body.ReadToEndAsync();
        return code != DurableKey ? Results.Unauthorized() : Results.StatusCode(Started.TryAdd(id, (name, input)) ? 202 : 500);
    }

    private async Task<IResult> TakeAsync(HttpContext http, string queue)
    {
        if (http.Request.Headers.Authorization != $"Bearer {Token}:https://servicebus.azure.net")
        {
            return Results.Unauthorized();
        }

        if (Interlocked.Decrement(ref refusals) >= 0)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        foreach (var message in QueuedMessage.Read(queue, http.Request.Headers["BrokerProperties"], body.ToArray()))
        {
            sent.Writer.TryWrite(message);
        }

        return Results.StatusCode(StatusCodes.Status201Created);
    }
}
