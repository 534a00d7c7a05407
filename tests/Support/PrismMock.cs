using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace Patchbay.Tests.Support;

/// <summary>
/// A mock made from a vendor's own description of its API (npm <c>@stoplight/prism-cli</c>). It keeps no state and answers from examples:
/// good for one question only, whether a request is one that the vendor describes.
/// </summary>
public sealed class PrismMock
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<PrismMock>>> Shared = new();
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    // They belong to one connection or to the server that was asked first.
    private static readonly HashSet<string> LeftOut =
        new(["Connection", "Host", "Transfer-Encoding", "Content-Length", "Prefer"], StringComparer.OrdinalIgnoreCase);

    private readonly BackgroundProcess process;
    private readonly Uri address;

    private PrismMock(BackgroundProcess process, Uri address)
    {
        this.process = process;
        this.address = address;
    }

    /// <summary>One for all tests of a run. Skips the test, visibly, without Node or without the descriptions.</summary>
    /// <param name="description">A file of the shared contracts.</param>
    public static Task<PrismMock> SharedAsync(string description)
    {
        NodeTool.RequireNode();
        var file = Repository.RequireShared("contracts", description);
        return Shared.GetOrAdd(file, f => new Lazy<Task<PrismMock>>(() => StartAsync(f))).Value;
    }

    /// <summary>Sends the requests again and tells which of them the vendor does not describe, and why.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<FaultProxy.Seen> requests)
    {
        var wrong = new List<string>();
        foreach (var request in requests.DistinctBy(r => (r.Method, r.Target, r.Body)))
        {
            Assert.False(process.HasExited, process.Output);
            using var message = Copy(request);
            using var answer = await Http.SendAsync(message);
            var violations = answer.Headers.TryGetValues("sl-violations", out var values) ? string.Join(' ', values) : "";
            var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? await answer.Content.ReadAsStringAsync() : "";
            if ((int)answer.StatusCode is >= 400 and < 500
                && (violations.Contains("\"location\":[\"request\"", StringComparison.Ordinal)
                    || problem.Contains("https://stoplight.io/prism/errors#", StringComparison.Ordinal)))
            {
                wrong.Add($"{request.Method} {request.Target}: {(int)answer.StatusCode} {violations}{problem}");
            }
        }

        return wrong;
    }

    private static async Task<PrismMock> StartAsync(string file)
    {
        var port = Loopback.FreePort();
        var process = await NodeTool.StartAsync("@stoplight/prism-cli", "prism", ["mock", "-h", "127.0.0.1", "-p", $"{port}", file]);
        await process.WaitForLineAsync("Prism is listening");
        return new PrismMock(process, new Uri($"http://127.0.0.1:{port}/"));
    }

    private HttpRequestMessage Copy(FaultProxy.Seen request)
    {
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(address, request.Target));
        if (request.Body.Length > 0)
        {
            copy.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            copy.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]);
        }

        foreach (var (name, value) in request.Headers.Where(h => !LeftOut.Contains(h.Key) && !h.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
        {
            copy.Headers.TryAddWithoutValidation(name, value);
        }

        return copy;
    }
}
