using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Patchbay.Tests.Support;

/// <summary>Patchbay itself, as a real stand-alone process on a free port of loopback, and a client that has its key.</summary>
public sealed class PatchbayProcess : IAsyncDisposable
{
    // Longer than a message that failed five times waits by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly BackgroundProcess process;

    private PatchbayProcess(BackgroundProcess process, string dataFolder, HttpClient client)
    {
        this.process = process;
        DataFolder = dataFolder;
        Client = client;
    }

    public string DataFolder { get; }

    public HttpClient Client { get; }

    public string Output => process.Output;

    /// <summary>Completes when the process ended, by itself or not.</summary>
    public Task Exited => process.Exited;

    /// <summary>The program that the build of the tests put beside them.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "patchbay.dll");

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="dataFolder">Kept after the end, so that another start carries on.</param>
    /// <param name="settings">Settings by their full names, such as <c>Patchbay:Pushes:DoubtSeconds</c>.</param>
    public static async Task<PatchbayProcess> StartAsync(
        string dataFolder, IEnumerable<KeyValuePair<string, string>>? settings = null, params string[] arguments)
    {
        var options = (settings ?? []).Select(s => $"--{s.Key}={s.Value}");
        string[] all = [Program, "--urls=http://127.0.0.1:0", $"--Patchbay:DataFolder={dataFolder}", .. options, .. arguments];
        var process = BackgroundProcess.Start("dotnet", all);
        var line = await process.WaitForLineAsync("Patchbay listens on ");
        var address = line[(line.IndexOf("http", StringComparison.Ordinal))..].Trim();
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = Patience };
        client.DefaultRequestHeaders.Add("x-functions-key", await File.ReadAllTextAsync(Path.Combine(dataFolder, "key")));
        return new PatchbayProcess(process, dataFolder, client);
    }

    /// <summary>Waits for a line of its output.</summary>
    public Task<string> WaitForLineAsync(string part) => process.WaitForLineAsync(part);

    /// <summary>Posts a report as a pipeline would.</summary>
    public async Task<JsonElement> PostReportAsync(string asset, byte[] report, string query = "")
    {
        using var body = new ByteArrayContent(report);
        using var reply = await Client.PostAsync($"/api/assets/{asset}/scans{query}", body);
        return await ReadAsync(reply, HttpStatusCode.Accepted);
    }

    /// <summary>GETs a JSON answer.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var reply = await Client.GetAsync(path);
        return await ReadAsync(reply, HttpStatusCode.OK);
    }

    /// <summary>PUTs JSON, which must be taken.</summary>
    public async Task<JsonElement> PutAsync(string path, object body)
    {
        using var reply = await Client.PutAsJsonAsync(path, body);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"PUT {path}: {(int)reply.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Everything a list holds, over all its pages.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path)
    {
        var items = new List<JsonElement>();
        for (var next = path; next is not null;)
        {
            var page = await GetAsync(next);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        return items;
    }

    /// <summary>Waits until the scan is evaluated and every link of the asset has its ticket or a reason why not.</summary>
    /// <returns>The links.</returns>
    public async Task<IReadOnlyList<JsonElement>> SettledAsync(string asset, string scanUrl)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var state = (await GetAsync(scanUrl)).GetProperty("state").GetString();
            var links = await ListAsync($"/api/links?asset={asset}&limit=1000");
            if (state == "evaluated" && links.All(l => l.GetProperty("state").GetString() is not ("wanted" or "creating")))
            {
                return links;
            }

            Assert.False(deadline.IsCancellationRequested, $"{state}; {string.Join('\n', links)}\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Asks it to end, and waits.</summary>
    public Task<int> StopAsync() => process.StopAsync();

    /// <summary>kill -9.</summary>
    public Task KillAsync() => process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage reply, HttpStatusCode expected)
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == expected, $"{(int)reply.StatusCode} instead of {(int)expected}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
