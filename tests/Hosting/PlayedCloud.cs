using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Hosting;

/// <summary>What Azure gives a function app, played on this machine: a managed identity's tokens, and Service Bus to send to.</summary>
public sealed class PlayedCloud : IAsyncDisposable
{
    private const string IdentitySecret = "identity-header";
    private const string Token = "token-of-the-managed-identity";

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
