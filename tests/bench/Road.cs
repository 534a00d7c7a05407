using System.Diagnostics;
using System.Globalization;

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
        await using var app = await BenchApp.StartAsync(Policies);

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

    // Judged, but without tickets: how fast a tracker takes them is not the question here.
    private static object Policies { get; } = new
    {
        policies = new[]
        {
            new { name = "serious", kind = "classify", match = new { severity = new[] { "critical", "high", "medium" } }, then = new { } },
        },
    };
}
