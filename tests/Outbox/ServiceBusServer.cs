using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Outbox;

/// <summary>Plays the REST side of Service Bus on this machine: keeps every request, answers 201 or what it is told to.</summary>
public sealed class ServiceBusServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(int Status, string Body)> answers = new();
    private readonly ConcurrentQueue<SentRequest> requests = new();

    private ServiceBusServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public Uri Address => new(app.Urls.First());

    public IReadOnlyList<SentRequest> Requests => [.. requests];

    public static async Task<ServiceBusServer> StartAsync()
    {
        var server = new ServiceBusServer();
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Gives the next request this answer; later ones get 201 again.</summary>
    public void AnswerNext(int status, string body = "") => answers.Enqueue((status, body));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        requests.Enqueue(new SentRequest(
            http.Request.Method,
            http.Request.Path,
            http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        var (status, text) = answers.TryDequeue(out var answer) ? answer : (201, "");
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(text);
    }
}

public sealed record SentRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
