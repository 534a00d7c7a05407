using System.Diagnostics;
using System.Globalization;

namespace Patchbay.Bench;

/// <summary>Every format beside its floor, each in a process of its own, so that none warms or spoils another's code.</summary>
/// <remarks>
/// Seconds are processor time of the whole process, collecting garbage and compiling included: what else the machine does
/// stretches the time on the wall by chance, and one of the two more than the other.
/// </remarks>
internal static class FormatsBench
{
    private const int Tenth = 10;
    private const int LeastRounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(8);

    /// <summary>Prints the table.</summary>
    /// <param name="findings">Findings of each report; the small ones have a tenth.</param>
    /// <param name="names">Only these formats; all when it is empty.</param>
    public static void Run(int findings, string[] names)
    {
        Console.WriteLine("| format | findings | MiB | floor s | read s | findings/s | MiB/s | ratio | ratio of a tenth | time for ten times | peak RSS | peak RSS of a tenth |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var report in names.Length == 0 ? SyntheticReport.All : [.. names.Select(SyntheticReport.Named)])
        {
            using var small = TemporaryFile.Of(target => report.Write(target, findings / Tenth));
            using var large = TemporaryFile.Of(target => report.Write(target, findings));
            var measured = Child("measure", report.Name, small.Path, large.Path);
            var (peak, peakOfSmall) = (Child("rss", report.Name, large.Path), Child("rss", report.Name, small.Path));
            Console.WriteLine($"| {report.Name} | {measured} | {peak} MiB | {peakOfSmall} MiB |");
        }
    }

    /// <summary>Reads a small and a ten times larger report, warm, and prints their part of the row.</summary>
    public static void Measure(string name, string small, string large)
    {
        var report = SyntheticReport.Named(name);
        Fastest(report, [small], WarmUp);
        if (Fastest(report, [small, large], Measuring) is not [var tenth, var whole] || whole.Count / Tenth != tenth.Count)
        {
            throw new InvalidDataException("The small report does not have a tenth of the large one's findings.");
        }

        var mebibytes = new FileInfo(large).Length / 1048576.0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{whole.Count:N0} | {mebibytes:F0} | {whole.Floor:F3} | {whole.Read:F3} | {whole.Count / whole.Read:N0} | {mebibytes / whole.Read:F0} | {whole.Read / whole.Floor:F2} | {tenth.Read / tenth.Floor:F2} | {whole.Read / tenth.Read:F1}"));
    }

    /// <summary>Reads one report once and prints the MiB that the process took at most.</summary>
    public static void Peak(string name, string path)
    {
        using (var body = Open(path))
        {
            SyntheticReport.Named(name).Read(body);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:N0}"));
    }

    // All take turns, so that whatever else the machine does hits each of them; the fastest round counts.
    private static (double Floor, double Read, int Count)[] Fastest(SyntheticReport report, string[] paths, TimeSpan atLeast)
    {
        var fastest = Enumerable.Repeat((Floor: double.MaxValue, Read: double.MaxValue, Count: 0), paths.Length).ToArray();
        var begun = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < LeastRounds || Environment.CpuUsage.TotalTime - begun < atLeast; round++)
        {
            for (var i = 0; i < paths.Length; i++)
            {
                var floor = Seconds(paths[i], body => report.Floor(body));
                var count = 0;
                var read = Seconds(paths[i], body => count = report.Read(body));
                fastest[i] = (Math.Min(fastest[i].Floor, floor), Math.Min(fastest[i].Read, read), count);
            }
        }

        return fastest;
    }

    private static double Seconds(string path, Action<Stream> walk)
    {
        using var body = Open(path);
        var before = Environment.CpuUsage.TotalTime;
        walk(body);
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private static string Child(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var line = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return child.ExitCode == 0 ? line : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {child.ExitCode}.");
    }
}
