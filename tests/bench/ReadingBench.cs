using System.Diagnostics;
using System.Globalization;
using Patchbay.Scanners;
using Patchbay.Scanners.Sarif;

namespace Patchbay.Bench;

/// <summary>Reading reports into findings, beside the floor of the same bytes in the same run.</summary>
public static class ReadingBench
{
    private const int Rounds = 5;

    /// <summary>Prints a table row for each size.</summary>
    public static void Run(IEnumerable<int> sizes)
    {
        Console.WriteLine("| results | MiB | floor s | read s | ratio | MiB/s | findings/s |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var results in sizes)
        {
            using var file = TemporaryFile.Of(target => SarifGenerator.Write(target, results));
            var (floor, read, count) = Fastest(file.Path);
            var mebibytes = new FileInfo(file.Path).Length / 1048576.0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {count:N0} | {mebibytes:F1} | {floor:F3} | {read:F3} | {read / floor:F2} | {mebibytes / read:F0} | {count / read:N0} |"));
        }
    }

    /// <summary>Reads one file once; for a process of its own, whose peak memory then is the reading's.</summary>
    public static void Peak(string path)
    {
        var (seconds, count) = Read(path);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} findings of {new FileInfo(path).Length / 1048576.0:N0} MiB in {seconds:F2} s, peak RSS {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:N0} MiB"));
    }

    // The two take turns, so that whatever else the machine does hits both; the fastest round counts.
    private static (double Floor, double Read, int Count) Fastest(string path)
    {
        var (floor, read, count) = (double.MaxValue, double.MaxValue, 0);
        for (var round = 0; round < Rounds; round++)
        {
            floor = Math.Min(floor, Floor(path));
            (var seconds, count) = Read(path);
            read = Math.Min(read, seconds);
        }

        return (floor, read, count);
    }

    private static double Floor(string path)
    {
        using var body = Open(path);
        var watch = Stopwatch.StartNew();
        JsonFloor.Walk(body);
        return watch.Elapsed.TotalSeconds;
    }

    private static (double Seconds, int Count) Read(string path)
    {
        using var body = Open(path);
        var count = 0;
        var watch = Stopwatch.StartNew();
        var report = new ReportReader([new SarifFormat()]).Read(body, null, _ => count++, CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;
        return report is Report.Readable ? (seconds, count) : throw new InvalidDataException(report.ToString());
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
}
