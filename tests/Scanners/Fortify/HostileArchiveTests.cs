using System.Text;
using Patchbay.Scanners;
using Patchbay.Scanners.Fortify;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Fortify;

/// <summary>Broken and malicious archives end as a clear refusal.</summary>
public sealed class HostileArchiveTests
{
    private static readonly string Scan = File.ReadAllText(Repository.Sample("reports/fortify/scan.fvdl"));
    private static readonly string Audit = File.ReadAllText(Repository.Sample("reports/fortify/audit.xml"));

    [Fact]
    public void An_archive_without_a_scan_is_refused()
    {
        var refusal = ReportReading.Read(FprText.Zip(("VERSION", "1")), "fortify").Refusal;

        Assert.Contains("zip", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_audit_decisions_refuse_the_archive_because_suppressed_findings_would_look_open()
    {
        var refusal = ReportReading.Read(FprText.Zip(("audit.fvdl", Scan), ("audit.xml", Audit[..700]))).Refusal;

        Assert.StartsWith("audit.xml, line ", refusal.At, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_that_unpacks_to_more_than_allowed_is_refused()
    {
        var archive = FprText.Zip(("audit.fvdl", Scan));
        var format = new FprFormat(mostUnpackedBytes: 1_000);

        var refusal = Assert.Throws<UnreadableReportException>(() => format.Read(new MemoryStream(archive), _ => { }, CancellationToken.None));

        Assert.Contains("unpacks to more", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("audit.fvdl", refusal.At);
    }

    [Fact]
    public void A_bomb_is_refused_by_its_ratio()
    {
        var archive = FprText.Zip(("audit.fvdl", "<FVDL><Vulnerabilities/>" + new string(' ', 30 << 20) + "</FVDL>"));

        var refusal = ReportReading.Read(archive).Refusal;

        Assert.Contains("unpacks to more", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_members_that_would_fill_the_memory_is_refused()
    {
        var names = Enumerable.Range(0, 130_000).Select(i => ($"src-archive/{i:D80}", string.Empty));
        var archive = FprText.Zip([("audit.fvdl", Scan), .. names]);
        var format = new FprFormat();

        var refusal = Assert.Throws<UnreadableReportException>(() => format.Read(new MemoryStream(archive), _ => { }, CancellationToken.None));

        Assert.Contains("more members", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_with_the_sources_of_a_large_code_base_is_read()
    {
        var names = Enumerable.Range(0, 20_000).Select(i => ($"src-archive/{i:D30}", string.Empty));
        var archive = FprText.Zip([("audit.fvdl", Scan), .. names]);
        var count = 0;

        new FprFormat().Read(new MemoryStream(archive), _ => count++, CancellationToken.None);

        Assert.Equal(3, count);
    }

    [Fact]
    public void An_archive_cut_off_anywhere_is_refused()
    {
        var whole = FprText.Zip(("audit.fvdl", Scan), ("audit.xml", Audit));
        var format = new FprFormat();

        for (var length = 0; length < whole.Length - 1; length += 11)
        {
            var body = new MemoryStream(whole[..length]);

            Assert.Throws<UnreadableReportException>(() => format.Read(body, _ => { }, CancellationToken.None));
        }
    }

    [Fact]
    public void An_archive_with_a_wrong_byte_is_read_or_refused_but_never_worse()
    {
        var whole = FprText.Zip(("audit.fvdl", Scan), ("audit.xml", Audit));
        var format = new FprFormat();

        for (var at = 0; at < whole.Length; at++)
        {
            var body = (byte[])whole.Clone();
            body[at] ^= (byte)(1 << (at % 8));

            var failure = Record.Exception(() => format.Read(new MemoryStream(body), _ => { }, CancellationToken.None));

            Assert.True(failure is null or UnreadableReportException, $"byte {at}: {failure}");
        }
    }

    [SkippableFact]
    public void No_temporary_file_has_a_name_while_a_scan_is_read()
    {
        var findings = string.Concat(Enumerable.Range(1, 30_000).Select(i => FprText.Vulnerability($"{i:D32}", path: new string('p', 200))));
        var body = new MemoryStream(Encoding.UTF8.GetBytes($"<FVDL><Vulnerabilities>{findings}</Vulnerabilities></FVDL>"));
        Skip.IfNot(OperatingSystem.IsLinux(), "only there a process can see its own open files, and Windows keeps the name of a file in use");
        var before = OpenFiles().ToHashSet();
        List<string> during = [];

        new FvdlFormat().Read(body, _ => during = during.Count == 0 ? OpenFiles() : during, CancellationToken.None);

        Assert.Contains(during.Except(before), f => f.StartsWith(Path.GetTempPath(), StringComparison.Ordinal) && f.EndsWith("(deleted)", StringComparison.Ordinal));
    }

    // Counting what lies in the temporary folder would count what others put there meanwhile. One that is closed while we look is left out.
    private static List<string> OpenFiles() =>
        [.. Directory.GetFiles("/proc/self/fd").Select(f => new FileInfo(f).LinkTarget).OfType<string>()];
}
