using System.Text;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Qualys;

/// <summary>Broken and malicious reports end as a clear refusal or cost only what is odd in them.</summary>
public sealed class HostileQualysTests
{
    private const int Large = 40 << 20;
    private const string Detection = "<HOST_LIST><HOST><IP>1.2.3.4</IP><VULN_INFO_LIST><VULN_INFO><QID id=\"qid_7\">7</QID></VULN_INFO></VULN_INFO_LIST></HOST></HOST_LIST>";

    public static TheoryData<string> Refused => new()
    {
        HostileXml.Laughs("ASSET_DATA_REPORT", Detection),
        HostileXml.Outside("ASSET_DATA_REPORT", Detection),
        HostileXml.Laughs("SCAN", "<HEADER/>"),
        HostileXml.Outside("WAS_SCAN_REPORT", "<RESULTS/>"),
        $"<ASSET_DATA_REPORT>{Detection}{string.Concat(Enumerable.Repeat("<a>", 5_000))}",
        $"<ASSET_DATA_REPORT><GLOSSARY><VULN_DETAILS_LIST><VULN_DETAILS id=\"qid_7\"><CORRELATION>{string.Concat(Enumerable.Repeat("<a>", 5_000))}",
        $"<SCAN><HEADER/>{string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<n{i}/>"))}</SCAN>",
        $"<!DOCTYPE ASSET_DATA_REPORT [<!ELEMENT x ANY>]><ASSET_DATA_REPORT>{Detection}</ASSET_DATA_REPORT>",
        "<ASSET_DATA_REPORT/>",
        "<SCAN/>",
        "<HOST_LIST_VM_DETECTION_OUTPUT/>",
        "<WAS_SCAN_REPORT><SUMMARY/></WAS_SCAN_REPORT>",
        "<WAS_WEBAPP_REPORT/>",
        "<SIMPLE_RETURN/>",
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_report_that_is_none_or_a_trap_is_refused(string body) => Assert.NotEmpty(ReportReading.Read(body).Refusal.Reason);

    [Theory]
    [InlineData("<!DOCTYPE ASSET_DATA_REPORT SYSTEM \"https://127.0.0.1:1/never.dtd\">")]
    [InlineData("<!DOCTYPE ASSET_DATA_REPORT PUBLIC \"-//Q//EN\" \"file:///etc/passwd\">")]
    public void A_declared_document_type_is_accepted_and_never_fetched(string docType) =>
        Assert.Equal("7", ReportReading.Read($"{docType}<ASSET_DATA_REPORT>{Detection}</ASSET_DATA_REPORT>").Only.Finding.Rule.Id);

    [Theory]
    [InlineData("<ASSET_DATA_REPORT><HEADER/><a>", "x", "</a></ASSET_DATA_REPORT>")]
    [InlineData("<ASSET_DATA_REPORT><HEADER/><GLOSSARY><VULN_DETAILS_LIST><VULN_DETAILS id=\"qid_7\"><THREAT>", "&lt;P", "</THREAT></VULN_DETAILS></VULN_DETAILS_LIST></GLOSSARY></ASSET_DATA_REPORT>")]
    [InlineData("<ASSET_DATA_REPORT><HOST_LIST><HOST><VULN_INFO_LIST><VULN_INFO><QID>7</QID><RESULT><![CDATA[", "<x ", "]]></RESULT></VULN_INFO></VULN_INFO_LIST></HOST></HOST_LIST></ASSET_DATA_REPORT>")]
    [InlineData("<WAS_SCAN_REPORT><RESULTS><INFORMATION_GATHERED_LIST><INFORMATION_GATHERED><QID>7</QID><DATA base64=\"true\">", "QUJD", "</DATA></INFORMATION_GATHERED></INFORMATION_GATHERED_LIST></RESULTS></WAS_SCAN_REPORT>")]
    public void A_text_without_end_is_read_past_without_being_held(string begin, string piece, string end)
    {
        using var body = HostileXml.Long(begin, piece, end, Large);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = ReportReading.Read(body);

        Assert.True(reading.Summary.IsWhole);
        Assert.All(reading.Taken, found => Assert.InRange(found.Finding.Message!.Length, 1, FindingLimits.TextCharacters));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12 << 20);
    }

    [Theory]
    [InlineData("asset-data.xml")]
    [InlineData("scan.xml")]
    [InlineData("detections.xml")]
    [InlineData("was-webapp.xml")]
    public void A_report_cut_off_anywhere_is_refused_with_its_line(string sample)
    {
        var whole = File.ReadAllBytes(Repository.Sample("reports/qualys/" + sample));
        var lastTag = whole.AsSpan().LastIndexOf("</"u8);

        for (var length = 240; length < lastTag; length += 7)
        {
            var refusal = ReportReading.Read(whole[..length]).Refusal;

            Assert.StartsWith("line ", refusal.At, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("asset-data.xml")]
    [InlineData("scan.xml")]
    [InlineData("was-webapp.xml")]
    [InlineData("vm.csv")]
    public void A_report_that_arrives_byte_by_byte_reads_the_same(string sample)
    {
        var whole = File.ReadAllText(Repository.Sample("reports/qualys/" + sample));
        var padding = sample.EndsWith(".csv", StringComparison.Ordinal)
            ? string.Concat(Enumerable.Repeat("\"192.0.2.12\",,\"idle\"\r\n", 4_000))
            : $"<!-- {new string('.', 70_000)} -->";
        var at = sample.EndsWith(".csv", StringComparison.Ordinal)
            ? whole.IndexOf("\"192.0.2.10\"", StringComparison.Ordinal)
            : whole.IndexOf('>', whole.IndexOf("<HEADER", StringComparison.Ordinal) is > 0 and var header ? header : whole.IndexOf("<RESULTS", StringComparison.Ordinal)) + 1;
        using var trickle = new TrickleStream(Encoding.UTF8.GetBytes(string.Concat(whole.AsSpan(0, at), padding, whole.AsSpan(at))));

        var reading = ReportReading.Read(trickle);

        Assert.Equal(JsonSerializer.Serialize(ReportReading.Read(whole).Taken), JsonSerializer.Serialize(reading.Taken));
    }

    [Fact]
    public void Entries_in_another_order_are_the_same_findings()
    {
        var report = File.ReadAllText(Repository.Sample("reports/qualys/detections.xml"));
        var entries = report.Split("<DETECTION>")[1..].Select(entry => "<DETECTION>" + entry.Split("</DETECTION>")[0] + "</DETECTION>").ToList();
        var start = report.IndexOf("<DETECTION>", StringComparison.Ordinal);
        var end = report.LastIndexOf("</DETECTION>", StringComparison.Ordinal) + "</DETECTION>".Length;

        var reversed = string.Concat(report.AsSpan(0, start), string.Concat(Enumerable.Reverse(entries)), report.AsSpan(end));

        Assert.Equal(
            ReportReading.Read(report).Taken.Select(found => JsonSerializer.Serialize(found)).Order(StringComparer.Ordinal),
            ReportReading.Read(reversed).Taken.Select(found => JsonSerializer.Serialize(found)).Order(StringComparer.Ordinal));
    }
}
