using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Support;

/// <summary>Stands on loopback before a real server, notes what is asked and, when a test says so, plays the network's bad days.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly HttpClient Onward = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    // They belong to one connection, or the next hop sets them itself.
    private static readonly HashSet<string> HopHeaders =
        new(["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length"], StringComparer.OrdinalIgnoreCase);

    private readonly WebApplication app;
    private readonly Uri? target;
    private readonly ConcurrentQueue<Fault> faults = new();
    private readonly Lock gate = new();
    private readonly List<Seen> requests = [];

    private FaultProxy(WebApplication app, Uri? target)
    {
        this.app = app;
        this.target = target;
    }

    /// <summary>A request as it came in.</summary>
    /// <param name="Target">Path and query as sent, not decoded.</param>
    public sealed record Seen(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

    /// <summary>What one request meets instead of plain forwarding.</summary>
    public abstract record Fault
    {
        /// <summary>An answer that the server never saw a request for, such as throttling.</summary>
        public sealed record Answer(int Status, string Body = "", params (string Name, string Value)[] Headers) : Fault;

        /// <summary>The server does its work; the connection breaks before the answer.</summary>
        public sealed record LoseAnswer : Fault;

        /// <summary>The connection breaks before the server hears of it.</summary>
        public sealed record LoseRequest : Fault;

        /// <summary>Runs something, such as a rival's write, and then loses the answer.</summary>
        public sealed record LoseAnswerAfter(Func<Task> Meanwhile) : Fault;
    }

    /// <summary>Asked before a request goes on; one that answers it itself returns true, and the real server never hears of it.</summary>
    public Func<HttpContext, Task<bool>>? Before { get; set; }

    /// <summary>Asked when the real server has done its work; one that takes the answer away returns true.</summary>
    public Func<HttpContext, Task<bool>>? After { get; set; }

    /// <summary>Use it in place of the server's own; the path is the server's.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>All requests so far, in the order they came.</summary>
    public IReadOnlyList<Seen> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <param name="target">Where requests go that no fault catches; null to answer them all with 502.</param>
    public static async Task<FaultProxy> StartAsync(Uri? target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var proxy = new FaultProxy(builder.Build(), target);
        proxy.app.Run(proxy.HandleAsync);
        await proxy.app.StartAsync();
        proxy.Address = new Uri(new Uri(proxy.app.Urls.First()), target?.AbsolutePath ?? "/");
        return proxy;
    }

    /// <summary>The next requests meet these, one each; later ones are forwarded.</summary>
    public void Next(params Fault[] next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
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
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var seen = Note(context, body.ToArray());
        if (Before is { } before && await before(context))
        {
            return;
        }

        faults.TryDequeue(out var fault);
        switch (fault)
        {
            case Fault.Answer answer:
                context.Response.StatusCode = answer.Status;
                foreach (var (name, value) in answer.Headers)
                {
                    context.Response.Headers.Append(name, value);
                }

                await context.Response.WriteAsync(answer.Body);
                break;
            case Fault.LoseRequest:
                context.Abort();
                break;
            default:
                await ForwardAsync(context, seen, body.ToArray(), fault);
                break;
        }
    }

    private Seen Note(HttpContext context, byte[] body)
    {
        // The target as it came: decoding and encoding it again would change what a signature covers.
        var seen = new Seen(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(body));
        lock (gate)
        {
            requests.Add(seen);
        }

        return seen;
    }

    private async Task ForwardAsync(HttpContext context, Seen seen, byte[] body, Fault? fault)
    {
        if (target is null)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        // Not given up with the caller: what the server has begun it also ends.
        using var onward = Copy(context.Request, new Uri(target, seen.Target), body);
        using var answer = await Onward.SendAsync(onward, CancellationToken.None);
        if (fault is not null)
        {
            await (fault is Fault.LoseAnswerAfter rival ? rival.Meanwhile() : Task.CompletedTask);
            context.Abort();
            return;
        }

        if (After is { } after && await after(context))
        {
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !HopHeaders.Contains(h.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (answer.StatusCode != HttpStatusCode.NoContent)
        {
            // Even an empty write is a body to Kestrel, which breaks the connection when the status allows none.
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
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
