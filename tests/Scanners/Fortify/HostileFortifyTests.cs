using System.Text;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Fortify;

/// <summary>Broken and malicious scans end as a clear refusal or cost only what is odd in them.</summary>
public sealed class HostileFortifyTests
{
    private const int Large = 40 << 20;
    private static readonly string Vulnerabilities = $"<Vulnerabilities>{FprText.Vulnerability("1")}</Vulnerabilities>";

    public static TheoryData<string> Refused => new()
    {
        HostileXml.Laughs("FVDL", Vulnerabilities),
        HostileXml.Outside("FVDL", Vulnerabilities),
        $"<FVDL>{string.Concat(Enumerable.Repeat("<a>", 5_000))}",
        $"<FVDL>{string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<n{i}/>"))}</FVDL>",
        $"<FVDL>{Vulnerabilities}</FVDL><FVDL/>",
        $"<FVDL>{Vulnerabilities}</Fvdl>",
        $"<!DOCTYPE FVDL [<!ELEMENT FVDL ANY>]><FVDL>{Vulnerabilities}</FVDL>",
        "<FVDL/>",
        "<FVDL><Something/></FVDL>",
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_scan_that_is_none_or_a_trap_is_refused(string body)
    {
        var reading = ReportReading.Read(body);

        Assert.NotEmpty(reading.Refusal.Reason);
    }

    [Theory]
    [InlineData("<FVDL><Vulnerabilities/><a b=\"", "x", "\"/></FVDL>")]
    [InlineData("<FVDL><Vulnerabilities/><a ", "b ", "/></FVDL>")]
    [InlineData("<FVDL><Vulnerabilities/><", "a", "/></FVDL>")]
    public void A_tag_without_end_is_refused_before_it_fills_the_memory(string begin, string piece, string end)
    {
        using var body = HostileXml.Long(begin, piece, end, Large);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = ReportReading.Read(body);

        Assert.NotEmpty(reading.Refusal.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Large);
    }

    [Theory]
    [InlineData("<FVDL><Vulnerabilities/><!--", "x", "--></FVDL>")]
    [InlineData("<FVDL><Vulnerabilities/><?p ", "x", "?></FVDL>")]
    [InlineData("<FVDL><Vulnerabilities/><a>", "x", "</a></FVDL>")]
    [InlineData("<FVDL><Vulnerabilities/><a><![CDATA[", "<x ", "]]></a></FVDL>")]
    [InlineData("<FVDL><Vulnerabilities/><Description classID=\"R\"><Abstract>", "word ", "</Abstract></Description></FVDL>")]
    [InlineData("<FVDL><Vulnerabilities/><Description classID=\"R\"><Abstract>", "&lt;p", "</Abstract></Description></FVDL>")]
    public void A_text_without_end_is_read_past_without_being_held(string begin, string piece, string end)
    {
        using var body = HostileXml.Long(begin, piece, end, Large);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = ReportReading.Read(body);

        Assert.True(reading.Summary.IsWhole);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Texts_are_cut_to_what_is_kept()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 20_000));
        var rest = $"<Description classID=\"R\"><Abstract>{words}</Abstract><Explanation>{words}</Explanation></Description>"
            + $"<Snippets><Snippet id=\"S0001\"><Text>{words}</Text></Snippet></Snippets>";

        var finding = ReportReading.Read(FprText.Fvdl(rest: rest)).Only.Finding;

        Assert.InRange(finding.Message!.Length, FindingLimits.TextCharacters - 10, FindingLimits.TextCharacters);
        Assert.InRange(finding.Rule.Description!.Length, FindingLimits.TextCharacters - 10, FindingLimits.TextCharacters);
        Assert.InRange(finding.Place.Snippet!.Length, FindingLimits.SnippetCharacters - 10, FindingLimits.SnippetCharacters);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("]")]
    [InlineData("]]x>")]
    [InlineData("<tag attribute='")]
    [InlineData("<!--")]
    [InlineData("<![CDATA[")]
    public void A_section_that_is_cut_ends_where_it_ended(string piece)
    {
        var section = $"<![CDATA[begin {string.Concat(Enumerable.Repeat(piece, 1_500_000 / piece.Length))}]]>";
        var rest = $"<Description classID=\"R\"><Abstract>{section}</Abstract><Recommendations>Mend it.</Recommendations></Description>";

        var finding = ReportReading.Read(FprText.Fvdl(rest: rest)).Only.Finding;

        Assert.StartsWith("begin", finding.Message, StringComparison.Ordinal);
        Assert.Equal("Mend it.", finding.Rule.Advice);
    }

    [Theory]
    [InlineData("scan.fvdl")]
    [InlineData("report.xml")]
    [InlineData("webinspect.xml")]
    public void A_report_that_arrives_byte_by_byte_reads_the_same(string sample)
    {
        var whole = File.ReadAllText(Repository.Sample("reports/fortify/" + sample));
        var at = whole.IndexOf('>', whole.StartsWith("<?", StringComparison.Ordinal) ? whole.IndexOf("?>", StringComparison.Ordinal) + 2 : 0) + 1;
        var padded = string.Concat(whole.AsSpan(0, at), $"<!-- {new string('.', 70_000)} - > <![CDATA[ --><?p x=\"?? > ?>", whole.AsSpan(at));
        using var trickle = new TrickleStream(Encoding.UTF8.GetBytes(padded));

        var reading = ReportReading.Read(trickle);

        Assert.Equal(JsonSerializer.Serialize(ReportReading.Read(whole).Taken), JsonSerializer.Serialize(reading.Taken));
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("\u0001")]
    [InlineData("\u001F")]
    [InlineData("\uFFFE")]
    [InlineData("&#0;")]
    [InlineData("&#xD800;")]
    public void A_character_that_xml_forbids_costs_only_itself(string forbidden)
    {
        var body = FprText.Fvdl().Replace("Some Problem", $"Some{forbidden} Problem", StringComparison.Ordinal);

        var found = ReportReading.Read(body).Only;

        Assert.Equal("Some Problem", found.Finding.Title);
    }

    [Fact]
    public void A_byte_that_is_no_utf8_costs_only_itself()
    {
        var body = Encoding.Latin1.GetBytes(FprText.Fvdl().Replace("Some Problem", "Some Problém", StringComparison.Ordinal));

        Assert.Equal("Some Probl\uFFFDm", ReportReading.Read(body).Only.Finding.Title);
    }

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8 with mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Accented(null))] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Accented("utf-8"))] },
        { "UTF-16, big end first", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Accented("UTF-16"))] },
        { "Latin 1", Encoding.Latin1.GetBytes(Accented("ISO-8859-1")) },
        { "Windows", Encoding.Latin1.GetBytes(Accented("windows-1252")) },
        { "UTF-8 that calls itself UTF-16", Encoding.UTF8.GetBytes(Accented("UTF-16")) },
        { "UTF-8 with an unknown name", Encoding.UTF8.GetBytes(Accented("klingon")) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_in_use_is_understood(string name, byte[] body)
    {
        var reading = ReportReading.Read(body);

        Assert.True("Some Problém" == reading.Only.Finding.Title, name);
    }

    [Theory]
    [InlineData("scan.fvdl")]
    [InlineData("report.xml")]
    [InlineData("webinspect.xml")]
    public void A_report_cut_off_anywhere_is_refused_with_its_line(string sample)
    {
        var whole = File.ReadAllBytes(Repository.Sample("reports/fortify/" + sample));
        var lastTag = whole.AsSpan().LastIndexOf("</"u8);

        for (var length = 240; length < lastTag; length += 7)
        {
            var refusal = ReportReading.Read(whole[..length]).Refusal;

            Assert.StartsWith("line ", refusal.At, StringComparison.Ordinal);
        }
    }

    private static string Accented(string? encoding)
    {
        var declaration = encoding is null ? string.Empty : $"<?xml version=\"1.0\" encoding=\"{encoding}\"?>";
        return declaration + FprText.Fvdl().Replace("Some Problem", "Some Problém", StringComparison.Ordinal);
    }
}
