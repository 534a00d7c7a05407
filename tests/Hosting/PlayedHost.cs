using System.Globalization;
using System.Net;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>Plays the Functions host: starts the real handler, waits for it as the host does, calls it and passes requests on.</summary>
public sealed class PlayedHost : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Listeners = new() { ["evaluations"] = "EvaluatePolicy", ["lanes"] = "PushTickets", ["syncs"] = "SyncTicket" };

    private readonly BackgroundProcess handler;
    private readonly PlayedCloud cloud;
    private readonly HttpClient http;

    private PlayedHost(BackgroundProcess handler, PlayedCloud cloud, int port)
    {
        this.handler = handler;
        this.cloud = cloud;
        Port = port;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Azure-Functions-Host/4.1037.0");
        http.DefaultRequestHeaders.Add("X-Azure-Functions-HostVersion", "4.1037.0");
    }

    public int Port { get; }

    public string Output => handler.Output;

    /// <summary>Starts the handler and pings it until it answers, whatever it answers.</summary>
    public static async Task<PlayedHost> StartAsync(PlayedCloud cloud, string dataFolder, params (string Name, string Value)[] settings)
    {
        var port = Loopback.FreePort();
        var environment = new Dictionary<string, string?>(cloud.Environment)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = $"{Guid.NewGuid()}",
            ["Patchbay__DataFolder"] = dataFolder,
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var handler = BackgroundProcess.Start("dotnet", [PatchbayProcess.Program], dataFolder, environment);
        await handler.WaitForHttpAsync(new Uri($"http://127.0.0.1:{port}/"));
        return new PlayedHost(handler, cloud, port);
    }

    /// <summary>Calls a function as a trigger would: chunked, with the host's headers.</summary>
    /// <returns>The status and the body, which the real host could not do without.</returns>
    public async Task<(HttpStatusCode Status, string Body)> CallAsync(string function, Stream call)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}") { Content = new StreamContent(call) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", $"{Guid.NewGuid()}");
        using var reply = await http.SendAsync(request);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <inheritdoc cref="CallAsync(string, Stream)"/>
    public Task<(HttpStatusCode Status, string Body)> CallAsync(string function, byte[] call) => CallAsync(function, new MemoryStream(call));

    /// <summary>Passes a person's request on: same path and query, the host's headers, no key check of our own.</summary>
    public async Task<HttpResponseMessage> PassOnAsync(HttpMethod method, string address, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : new ByteArrayContent(body) };
        return await PassOnAsync(request);
    }

    /// <inheritdoc cref="PassOnAsync(HttpMethod, string, byte[])"/>
    public Task<HttpResponseMessage> PassOnAsync(HttpRequestMessage request)
    {
        request.Headers.Add("X-Azure-Functions-InvocationId", $"{Guid.NewGuid()}");
        return http.SendAsync(request);
    }

    /// <summary>Delivers what was sent, and what that causes to be sent, each message at most ten times, until nothing is left.</summary>
    /// <returns>How many messages were delivered.</returns>
    public async Task<int> DeliverAsync(bool isText = false)
    {
        var count = 0;
        while (cloud.Sent.TryRead(out var message))
        {
            count++;
            var function = Listeners[message.Queue];
            for (var delivery = 1; ; delivery++)
            {
                var call = isText ? message.ToTextCall(function, delivery) : message.ToCall(function, delivery, cloud.DurableClient);
                var (status, _) = await CallAsync(function, call);
                if (status == HttpStatusCode.OK)
                {
                    break;
                }

                Assert.True(delivery < 10, $"{function} cannot handle {message.Id}: {status}\n{Output}");
            }
        }

        return count;
    }

    /// <summary>Asks the handler to end, as the platform does, and waits for it.</summary>
    public Task<int> StopAsync() => handler.StopAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await handler.DisposeAsync();
    }
}
