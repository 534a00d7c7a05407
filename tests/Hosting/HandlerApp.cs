using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patchbay.Flows.Durable;
using Patchbay.Hosting;

namespace Patchbay.Tests.Hosting;

/// <summary>A handler with the given functions, as the Functions host would find it, on a port of its own.</summary>
public sealed class HandlerApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private HandlerApp(FunctionRegistry functions)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration[FunctionsHost.PortVariable] = "1";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(functions).AddSingleton<Envelope>().AddSingleton(Durable).AddSingleton<IHttpContextFactory, KeyOutOfQuery>();
        app = builder.Build();
        app.UsePingAnswer();
        app.MapGet("/echo", (HttpContext http) => new Echo(
            http.Request.QueryString.Value ?? "", http.Request.Headers[KeyOutOfQuery.Header].ToString(), http.Request.Query["b"].ToString()));
        app.MapGet("/", () => "the front page");
        app.Services.GetRequiredService<Envelope>().Map(app);
    }

    public DurableAddress Durable { get; } = new();

    public LogCapture Log { get; } = new();

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public static async Task<HandlerApp> StartAsync(FunctionRegistry functions)
    {
        var handler = new HandlerApp(functions);
        await handler.app.StartAsync();
        handler.Http.BaseAddress = new Uri(handler.app.Urls.First());
        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}

public sealed record Echo(string Query, string Key, string B);
