using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners;
using Patchbay.Tests.Support;
using Xunit.Abstractions;

namespace Patchbay.Tests.Scanners;

/// <summary>
/// Damaged reports: the answer is findings or a refusal, never another exception, never slow, never much memory.
/// <c>PATCHBAY_FUZZ_VARIANTS</c> asks for so many variants, however long they take; <c>PATCHBAY_FUZZ_FIRST</c> says where to begin.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int UsualVariants = 4_000;
    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_damaged_report_of_ours_is_read_or_refused_but_never_worse() => Run(FilesIn(Repository.Sample("reports")));

    [SkippableFact]
    public void A_damaged_real_report_is_read_or_refused_but_never_worse() => Run(FilesIn(Repository.RequireShared("samples")));

    [Fact]
    public void A_reader_that_breaks_or_hoards_is_found_out()
    {
        var reports = new DamagedReports(FilesIn(Repository.Sample("reports")), [new FaultyFormat()]);

        reports.Run(0, 200, TimeSpan.MaxValue);

        Assert.Equal(["KeyNotFoundException", "memory"], reports.Failures.Keys.Select(failure => failure.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    private static List<string> FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private void Run(List<string> files)
    {
        var asked = Number("PATCHBAY_FUZZ_VARIANTS");
        var reports = new DamagedReports(files, ReportReading.Formats);

        reports.Run(Number("PATCHBAY_FUZZ_FIRST") ?? 0, asked ?? UsualVariants, asked is null ? UsualTime : TimeSpan.MaxValue);

        output.WriteLine($"{reports.Variants:N0} variants of {files.Count} files, {reports.Readable:N0} readable, slowest {reports.Slowest.TotalSeconds:N2} s, most memory {reports.MostAllocated:P0} of the bound");
        Assert.True(reports.Variants > 0);
        Assert.True(reports.Failures.Count == 0, string.Join(Environment.NewLine, reports.Failures.Values));
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class FaultyFormat : IReportFormat
    {
        public string Scanner => "faulty";

        public string Expects => "anything";

        public Fit Judge(ReportOpening opening) => Fit.Certain;

        public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
        {
            if (body.Length % 2 == 0)
            {
                throw new KeyNotFoundException();
            }

            GC.KeepAlive(new byte[(10 << 20) + (body.Length * 30)]);
            return new ReportSummary(["faulty"], true, []);
        }
    }
}
