using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Patchbay.Bench;

/// <summary>The whole road: a SARIF report posted to the real process, until every finding is recorded and judged.</summary>
public static class Road
{
    /// <summary>Measures new and unchanged findings for each size, each in a fresh data folder.</summary>
    public static async Task RunAsync(IReadOnlyList<int> sizes)
    {
        Console.WriteLine("| findings | report | floor | recorded | judged | same bytes again | same findings again | peak RSS |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var size in sizes)
        {
            Console.WriteLine(await MeasureAsync(size));
        }
    }

    private static async Task<string> MeasureAsync(int size)
    {
        var report = Report(size);
        byte[] later = [.. report, (byte)'\n'];
        var floor = Floor(report);
        await using var app = await App.StartAsync();

        // The first request of a process compiles everything: not what a running service costs.
        await app.PostAsync("warm-up", Report(200));
        var (recorded, judged) = await app.PostAsync("bench", report);
        var (_, again) = await app.PostAsync("bench", report);
        var (_, unchanged) = await app.PostAsync("bench", later);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {size:N0} | {report.Length / 1e6:F1} MB | {floor.TotalSeconds:F3} s | {recorded.TotalSeconds:F2} s | {judged.TotalSeconds:F2} s "
            + $"| {again.TotalSeconds:F2} s | {unchanged.TotalSeconds:F2} s | {app.PeakMegabytes():F0} MB |");
    }

    private static byte[] Report(int results)
    {
        using var report = new MemoryStream();
        SarifGenerator.Write(report, results);
        return report.ToArray();
    }

    private static TimeSpan Floor(byte[] report)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var watch = Stopwatch.StartNew();
            JsonFloor.Walk(new MemoryStream(report));
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }

    /// <summary>Patchbay as a process of its own, ended with the measurement.</summary>
    private sealed class App(Process process, HttpClient client, string folder) : IAsyncDisposable
    {
        public static async Task<App> StartAsync()
        {
            var folder = Directory.CreateTempSubdirectory("patchbay-bench-").FullName;
            var start = new ProcessStartInfo(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, "patchbay.dll"), "--urls=http://127.0.0.1:0", $"--Patchbay:DataFolder={folder}"])
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
                    await client.PutAsJsonAsync("/api/policies", Policies);
                    return new App(process, client, folder);
                }
            }

            throw new InvalidOperationException("Patchbay did not start.");
        }

        // Judged, but without tickets: how fast a tracker takes them is not the question here.
        private static object Policies { get; } = new
        {
            policies = new[]
            {
                new { name = "serious", kind = "classify", match = new { severity = new[] { "critical", "high", "medium" } }, then = new { } },
            },
        };

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
}
