using System.IO.Compression;
using System.Text;
using Patchbay.Scanners;
using Patchbay.Scanners.Generic;
using Patchbay.Scanners.Sarif;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners;

/// <summary>Which format reads a body, and what is said when none does.</summary>
public sealed class RecognitionTests
{
    private const string CleanSarif = """{ "version": "2.1.0", "runs": [ { "tool": { "driver": { "name": "Probe" } }, "results": [] } ] }""";

    public static TheoryData<string> ScannersWithSamples =>
        ["cyclonedx", "dependabot", "fortify", "generic", "inspector", "osv", "qualys", "sarif", "semgrep", "sonarqube", "trivy"];

    public static TheoryData<string, string> OwnSamples => new()
    {
        { "cyclonedx-states.json", "cyclonedx" },
        { "cyclonedx-states.xml", "cyclonedx" },
        { "dependabot-rest.json", "dependabot" },
        { "fortify/report.xml", "fortify" },
        { "fortify/scan.fvdl", "fortify" },
        { "fortify/webinspect.xml", "fortify" },
        { "generic.csv", "generic" },
        { "generic.json", "generic" },
        { "inspector-event.json", "inspector" },
        { "osv-groups.json", "osv" },
        { "qualys/asset-data.xml", "qualys" },
        { "qualys/detections.xml", "qualys" },
        { "qualys/scan.xml", "qualys" },
        { "qualys/vm.csv", "qualys" },
        { "qualys/vmdr-cve.csv", "qualys" },
        { "qualys/was-webapp.xml", "qualys" },
        { "semgrep-kinds.json", "semgrep" },
        { "semgrep-vulns.json", "semgrep" },
        { "sonar-impacts.json", "sonarqube" },
        { "trivy-modified.json", "trivy" },
        { "two-tools.sarif", "sarif" },
    };

    // Why nobody can tell.
    private static readonly Dictionary<string, string> Unrecognised = new()
    {
        ["aws_inspector2_zero_vul.json"] = "an empty list of findings, as the generic format has it too",
        ["empty.json"] = "an empty list of results, as OSV-Scanner writes it too",
        ["rule.json"] = "the description of a rule, which is no report",
    };

    [Theory]
    [InlineData(CleanSarif, "sarif")]
    [InlineData("""{ "runs": [ { "results": [""", null)]
    [InlineData("""{ "findings": [ { "title": "t", "severity": "low" } ] }""", "generic")]
    [InlineData("""[ { "title": "t", "severity": "low" } ]""", "generic")]
    public void The_content_tells_the_format(string body, string? scanner)
    {
        var report = ReportReading.Read(body).Report;

        Assert.Equal(scanner, (report as Report.Readable)?.Scanner);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t ", "empty")]
    [InlineData("null", "a JSON null")]
    [InlineData("{}", "a JSON object without members")]
    [InlineData("""{ "errors": [ { "msg": "Too many requests" } ], "status": 429 }""", "a JSON object with 'errors', 'status'")]
    [InlineData("""[ { "Target": "x", "Class": "y" } ]""", "a JSON array of objects with 'Target', 'Class'")]
    [InlineData("<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "a web page")]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- c --><SCAN value=\"scan/1\"/>", "XML with the root element 'SCAN'")]
    [InlineData("<<<", "broken XML")]
    [InlineData("502 Bad Gateway", "text that is neither JSON nor XML")]
    public void What_no_format_reads_is_described_without_its_contents(string body, string description)
    {
        var refusal = Refusal(body);

        Assert.Contains(description, refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Too many", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{ "findings": [] }""")]
    [InlineData("""{ "findings": null }""")]
    public void An_empty_list_fits_many_scanners_so_one_must_be_named(string body)
    {
        var unnamed = Refusal(body);
        var named = ReportReading.Read(body, "generic");

        Assert.Contains("name the scanner", unnamed.Reason, StringComparison.Ordinal);
        Assert.Empty(named.Taken);
        Assert.True(named.Summary.IsWhole);
    }

    [Fact]
    public void A_named_scanner_whose_format_it_is_not_is_told_what_was_expected_and_what_came()
    {
        var refusal = Refusal(CleanSarif, "generic");

        Assert.Contains("names 'generic'", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("array 'findings'", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("as 'sarif' writes it", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_scanner_is_told_the_known_ones()
    {
        var refusal = Refusal(CleanSarif, "nosuch");

        Assert.Contains("'nosuch'", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("generic, sarif", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_scanner_may_be_written_in_any_case() =>
        Assert.IsType<Report.Readable>(ReportReading.Read(CleanSarif, " SARIF ").Report);

    [Theory]
    [InlineData("""{ "version": "1.0.0", "runs": [ { "tool": {} } ] }""", "version '1.0.0'")]
    [InlineData("""{ "runs": [ { "results": [ { "ruleId": "x" } ], "tool": {} } ], "version": "2.0.0-csd.2" }""", "version '2.0.0-csd.2'")]
    [InlineData("""{ "runs": [ { "tool": {} } ] }""", "'version'")]
    [InlineData("""{ "version": "2.1.0", "runs": null }""", "'runs'")]
    [InlineData("""{ "version": "2.1.0", "runs": {} }""", "'runs'")]
    public void A_log_of_another_version_or_without_runs_is_refused_with_what_is_missing(string body, string reason)
    {
        var reading = ReportReading.Read(body);

        Assert.Contains(reason, reading.Refusal.Reason, StringComparison.Ordinal);
        Assert.Empty(reading.Taken);
    }

    [Fact]
    public void A_log_may_name_its_version_in_the_schema_alone()
    {
        var reading = ReportReading.Read("""{ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [ { "results": [] } ] }""");

        Assert.Equal(["sarif"], reading.Summary.Tools);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_is_understood(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var body = SarifText.Log("""{ "ruleId": "r", "message": { "text": "Grüße 😀" } }""");

        var reading = ReportReading.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(body)]);

        Assert.Equal("Grüße 😀", reading.Only.Finding.Title);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Utf16_without_a_mark_is_understood(bool isBigEndian)
    {
        var body = new UnicodeEncoding(isBigEndian, byteOrderMark: false).GetBytes(CleanSarif);

        Assert.IsType<Report.Readable>(ReportReading.Read(body).Report);
    }

    [Fact]
    public void A_zip_shows_its_members()
    {
        using var body = new MemoryStream();
        using (var zip = new ZipArchive(body, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("folder\\one.txt");
            zip.CreateEntry("two.txt");
        }

        var opening = OpeningReader.Read(body);

        Assert.Equal(BodyKind.Zip, opening.Kind);
        Assert.Equal(["folder/one.txt", "two.txt"], opening.ZipMembers);
        Assert.Equal("a zip with 2 members", opening.Describe());
    }

    [Fact]
    public void The_opening_shows_members_paths_of_first_elements_and_lines()
    {
        var json = OpeningReader.Read(new MemoryStream("""
            { "a": 1, "b": "x", "n": null, "list": [ { "k": { "deep": true } }, { "second": 1 } ], "data": { "repository": { "alerts": [] } } }
            """u8.ToArray()));
        var text = OpeningReader.Read(new MemoryStream("one\r\ntwo,2\n"u8.ToArray()));

        Assert.Equal(("1", "x", null), (json.Members["a"], json.Members["b"], json.Members["n"]));
        Assert.True(json.Has("list[].k.deep"));
        Assert.True(json.Has("data.repository.alerts[]"));
        Assert.False(json.Has("list[].second"));
        Assert.True(json.HasObjectsIn("list[]"));
        Assert.Equal(["one", "two,2", string.Empty], text.Lines);
    }

    [Theory]
    [InlineData("\"a\",\"b\"\n", BodyKind.Text)]
    [InlineData("\"a\";2\n", BodyKind.Text)]
    [InlineData("\"a \"\"quoted\"\" name\",b\n", BodyKind.Text)]
    [InlineData("\"Report\"\n\"a\",\"b\"\n", BodyKind.Text)]
    [InlineData("\"Report\"\nQID,IP\n", BodyKind.Text)]
    [InlineData("\"a\"", BodyKind.Json)]
    [InlineData("\"{\\\"a\\\":1,2}\"", BodyKind.Json)]
    [InlineData("\"a\" \"b\"\n\"c\"", BodyKind.Json)]
    [InlineData("\"a", BodyKind.Json)]
    public void A_quote_begins_a_table_or_a_json_text(string body, BodyKind kind) =>
        Assert.Equal(kind, OpeningReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(body))).Kind);

    [SkippableTheory]
    [MemberData(nameof(ScannersWithSamples))]
    public void Every_sample_is_recognised_as_its_own_scanners_with_none_named(string scanner)
    {
        var files = Directory.EnumerateFiles(Repository.RequireShared("samples", scanner), "*", SearchOption.AllDirectories).ToList();

        var recognised = files.Where(file => !Unrecognised.ContainsKey(Path.GetFileName(file))).Select(file => (file, ScannerOf(file)));

        Assert.NotEmpty(files);
        Assert.All(recognised, found => Assert.Equal((found.file, scanner), found));
    }

    [SkippableTheory]
    [MemberData(nameof(ScannersWithSamples))]
    public void What_cannot_be_recognised_is_never_taken_for_something_else(string scanner)
    {
        var folder = Repository.RequireShared("samples", scanner);

        var unrecognised = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Unrecognised.ContainsKey(Path.GetFileName(file)));

        Assert.All(unrecognised, file => Assert.Null(ScannerOf(file)));
    }

    [Theory]
    [MemberData(nameof(OwnSamples))]
    public void Every_sample_of_ours_is_recognised(string file, string scanner) =>
        Assert.Equal(scanner, ScannerOf(Repository.Sample("reports/" + file)));

    [Fact]
    public void Every_sample_of_ours_is_in_the_table() =>
        Assert.Equal(
            Directory.EnumerateFiles(Repository.Sample("reports"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Repository.Sample("reports"), file).Replace('\\', '/')).Order(StringComparer.Ordinal),
            OwnSamples.Select(row => (string)row[0]).Append("fortify/audit.xml").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(OwnSamples))]
    public void Naming_another_scanner_is_answered_with_both_and_nothing_is_taken(string file, string scanner)
    {
        var others = ReportReading.Reader.Scanners.Where(other => other != scanner);

        Assert.All(others, other =>
        {
            var reading = ReportReading.ReadFile(Repository.Sample("reports/" + file), other);
            Assert.Contains($"names '{other}'", reading.Refusal.Reason, StringComparison.Ordinal);
            Assert.Contains($"as '{scanner}' writes it", reading.Refusal.Reason, StringComparison.Ordinal);
            Assert.Empty(reading.Taken);
        });
    }

    [Theory]
    [InlineData("""{ "findings": [] }""", "inspector")]
    [InlineData("""{ "findings": [] }""", "generic")]
    [InlineData("""{ "results": [] }""", "osv")]
    [InlineData("""{ "issues": [] }""", "sonarqube")]
    [InlineData("[]", "trivy")]
    [InlineData("[]", "dependabot")]
    public void A_named_scanner_wins_where_the_content_does_not_decide(string body, string scanner)
    {
        Assert.IsType<Report.Unreadable>(ReportReading.Read(body).Report);
        Assert.Equal(scanner, Assert.IsType<Report.Readable>(ReportReading.Read(body, scanner).Report).Scanner);
    }

    // Few formats, so that the sentences stay the same when others come.
    private static Report.Unreadable Refusal(string body, string? scanner = null) =>
        Assert.IsType<Report.Unreadable>(
            new ReportReader([new SarifFormat(), new GenericFormat()])
                .Read(new MemoryStream(Encoding.UTF8.GetBytes(body)), scanner, _ => { }, CancellationToken.None));

    private static string? ScannerOf(string file)
    {
        using var body = File.OpenRead(file);
        return ReportReading.Reader.ScannerOf(body, null);
    }
}
