using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Patchbay.Bench;

/// <summary>Patchbay as a process of its own, ended with the measurement.</summary>
internal sealed class BenchApp(Process process, HttpClient client, string folder) : IAsyncDisposable
{
    /// <summary>Starts it with a fresh data folder.</summary>
    /// <param name="arguments">Settings as <c>--name=value</c>.</param>
    public static async Task<BenchApp> StartAsync(object policies, params IEnumerable<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-bench-").FullName;
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "patchbay.dll"), "--urls=http://127.0.0.1:0", $"--Patchbay:DataFolder={folder}", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Patchbay listens on ", StringComparison.Ordinal))
            {
                var client = new HttpClient { BaseAddress = new Uri(line["Patchbay listens on ".Length..]), Timeout = TimeSpan.FromMinutes(10) };
                client.DefaultRequestHeaders.Add("x-functions-key", await File.ReadAllTextAsync(Path.Combine(folder, "key")));
                _ = process.StandardOutput.ReadToEndAsync();
                await client.PutAsJsonAsync("/api/policies", policies);
                return new BenchApp(process, client, folder);
            }
        }

        throw new InvalidOperationException("Patchbay did not start.");
    }

    /// <summary>Posts a report and waits until every finding is judged.</summary>
    public async Task<(TimeSpan Recorded, TimeSpan Judged)> PostAsync(string asset, byte[] report)
    {
        var watch = Stopwatch.StartNew();
        using var reply = await client.PostAsync($"/api/assets/{asset}/scans", new ByteArrayContent(report));
        reply.EnsureSuccessStatusCode();
        var recorded = watch.Elapsed;
        var scan = await reply.Content.ReadFromJsonAsync<JsonElement>();
        while (scan.GetProperty("state").GetString() != "evaluated")
        {
            await Task.Delay(5);
            scan = await client.GetFromJsonAsync<JsonElement>(scan.GetProperty("url").GetString());
        }

        return (recorded, watch.Elapsed);
    }

    /// <summary>Calls it with its key.</summary>
    public HttpClient Client => client;

    /// <summary>The most memory that the process had in use at a time.</summary>
    public double PeakMegabytes()
    {
        var status = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(status.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
