using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Patchbay.Tests.Support;

/// <summary>Stands before a real server on loopback and, once for each order, does what networks do.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private readonly WebApplication app;
    private readonly Uri target;
    private readonly ConcurrentQueue<Fault> faults = new();
    private readonly ConcurrentQueue<string> requests = new();

    private FaultProxy(WebApplication app, Uri target)
    {
        this.app = app;
        this.target = target;
    }

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

    /// <summary>Use it in place of the server's own; the path is the server's.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What has been asked so far: method, path and query as they came.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public static async Task<FaultProxy> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var proxy = new FaultProxy(builder.Build(), target);
        proxy.app.Run(proxy.HandleAsync);
        await proxy.app.StartAsync();
        proxy.Address = new Uri(new Uri(proxy.app.Urls.First()), target.AbsolutePath);
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

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        requests.Enqueue($"{context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");
        faults.TryDequeue(out var fault);
        switch (fault)
        {
            case null:
                await ForwardAsync(context, keepsAnswer: true);
                break;
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
                await ForwardAsync(context, keepsAnswer: false);
                await (fault is Fault.LoseAnswerAfter rival ? rival.Meanwhile() : Task.CompletedTask);
                context.Abort();
                break;
        }
    }

    private async Task ForwardAsync(HttpContext context, bool keepsAnswer)
    {
        var asked = context.Request;
        using var body = new MemoryStream();
        await asked.Body.CopyToAsync(body);

        // The target as it came: decoding and encoding it again would change what a signature covers.
        var rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), new Uri(target, rawTarget));
        request.Content = body.Length > 0 ? new ByteArrayContent(body.ToArray()) : null;
        foreach (var (name, values) in asked.Headers.Where(h => h.Key is not ("Host" or "Content-Length" or "Transfer-Encoding")))
        {
            _ = request.Headers.TryAddWithoutValidation(name, values.AsEnumerable())
                || request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) == true;
        }

        using var answer = await Http.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        if (keepsAnswer)
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not "Transfer-Encoding"))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await context.Response.Body.WriteAsync(content);
        }
    }
}
