using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Support;

/// <summary>Stands on loopback before a real server, notes what is asked and, when a test says so, plays the network's bad days.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly HttpClient Onward = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    // They belong to one connection, or the next hop sets them itself.
    private static readonly HashSet<string> HopHeaders =
        new(["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length"], StringComparer.OrdinalIgnoreCase);

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<SeenRequest> requests = [];

    private FaultyProxy(WebApplication app, Uri? target)
    {
        this.app = app;
        Target = target;
    }

    /// <summary>Where requests go that no fault catches; null to answer them all with 502.</summary>
    public Uri? Target { get; set; }

    /// <summary>Asked before a request goes on; one that answers it itself returns true, and the real server never hears of it.</summary>
    public Func<HttpContext, Task<bool>>? Before { get; set; }

    /// <summary>Asked when the real server has done its work; one that takes the answer away returns true.</summary>
    public Func<HttpContext, Task<bool>>? After { get; set; }

    public Uri Address =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>All requests so far, in the order they came.</summary>
    public IReadOnlyList<SeenRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    public static async Task<FaultyProxy> StartAsync(Uri? target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var proxy = new FaultyProxy(builder.Build(), target);
        proxy.app.Run(proxy.HandleAsync);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>Answers requests that match with a status instead of passing them on.</summary>
    public void Answer(
        Func<HttpRequest, bool> which, int status, string body = "{}", string type = "application/json", params (string Name, string Value)[] headers) =>
        Before = async context =>
        {
            if (!which(context.Request))
            {
                return false;
            }

            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.WriteAsync(body);
            return true;
        };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        lock (gate)
        {
            requests.Add(new SeenRequest(
                context.Request.Method,
                target,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                System.Text.Encoding.UTF8.GetString(body.ToArray())));
        }

        if (Before is { } before && await before(context))
        {
            return;
        }

        if (Target is null)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        using var onward = Copy(context.Request, new Uri(Target, target), body.ToArray());
        using var answer = await Onward.SendAsync(onward, context.RequestAborted);
        if (After is { } after && await after(context))
        {
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !HopHeaders.Contains(h.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static HttpRequestMessage Copy(HttpRequest request, Uri target, byte[] body)
    {
        var onward = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (body.Length > 0)
        {
            onward.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in request.Headers.Where(h => !HopHeaders.Contains(h.Key)))
        {
            if (!onward.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                onward.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        // Links to further pages are made from it and must lead through here again.
        onward.Headers.Host = request.Host.Value;
        return onward;
    }
}

/// <summary>A request as it came in.</summary>
/// <param name="Target">Path and query as sent, not decoded.</param>
public sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
