using System.Globalization;
using System.Text;
using System.Text.Json;
using Patchbay.Scanners;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners;

/// <summary>Reports that are broken, odd or meant to harm: an answer comes, and it is the right one.</summary>
public sealed class HostileReportTests
{
    public static TheoryData<string> Samples => ["reports/two-tools.sarif", "reports/generic.json"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_report_cut_off_anywhere_is_refused_before_anything_is_handed_over(string sample)
    {
        var whole = File.ReadAllBytes(Repository.Sample(sample)).AsSpan().TrimEnd("\n "u8).ToArray();
        var step = Math.Max(1, whole.Length / 600);

        for (var length = 1; length < whole.Length; length += step)
        {
            var reading = ReportReading.Read(whole[..length]);

            Assert.IsType<Report.Unreadable>(reading.Report);
            Assert.Empty(reading.Taken);
        }
    }

    [Fact]
    public void The_place_of_an_error_is_told_by_line_and_byte()
    {
        var body = "{ \"version\": \"2.1.0\",\n\"runs\": [ { \"results\": [\n{ \"ruleId\": \"a\" },\n{ \"ruleId\": ? } ],\n\"tool\": {} } ] }";

        var refusal = ReportReading.Read(body).Refusal;

        Assert.StartsWith("line 4, byte ", refusal.At, StringComparison.Ordinal);
        Assert.Contains("not whole, valid JSON", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_is_right_also_behind_what_was_passed_over()
    {
        var body = "{ \"version\": \"2.1.0\",\n\"runs\": [ { \"results\": [\n{},\n{}\n],\n\"tool\": ?";

        Assert.StartsWith("line 6, ", ReportReading.Read(body).Refusal.At, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_behind_the_end_is_refused()
    {
        var reading = ReportReading.Read(SarifText.Log(SarifText.Result()) + " {}");

        Assert.IsType<Report.Unreadable>(reading.Report);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Deep_nesting_is_refused(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        var inResult = ReportReading.Read(SarifText.Log($$"""{ "ruleId": "r", "properties": {{deep}} }"""));
        var atTop = ReportReading.Read(deep, "sarif");

        Assert.Contains("depth", inResult.Refusal.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.IsType<Report.Unreadable>(atTop.Report);
    }

    [Theory]
    [InlineData("ruleId")]
    [InlineData("ruleIndex")]
    [InlineData("rule")]
    [InlineData("kind")]
    [InlineData("level")]
    [InlineData("message")]
    [InlineData("locations")]
    [InlineData("fingerprints")]
    [InlineData("partialFingerprints")]
    [InlineData("suppressions")]
    [InlineData("baselineState")]
    [InlineData("properties")]
    [InlineData("taxa")]
    [InlineData("fixes")]
    [InlineData("provenance")]
    [InlineData("webRequest")]
    [InlineData("hostedViewerUri")]
    [InlineData("unheardOf")]
    public void An_odd_member_costs_itself_and_nothing_else(string member)
    {
        string[] odd = ["null", "true", "-1.5e3", "\"None\"", "\"\"", "[]", "{}", "[1, [], {}, null, \"x\"]", "{ \"a\": [ { \"b\": 1 } ] }"];
        var results = odd.Select(value => $$"""{ "{{member}}": {{value}}, "analysisTarget": { "uri": "x" }, "rank": 1, "correlationGuid": "after" }""");

        var reading = ReportReading.Read(SarifText.Log(string.Join(", ", results)));

        Assert.Equal(odd.Length, reading.Taken.Count);
        Assert.All(reading.Taken, finding => Assert.Equal("correlation:after", finding.Identities[0]));
    }

    [Theory]
    [InlineData("tool")]
    [InlineData("artifacts")]
    [InlineData("originalUriBaseIds")]
    [InlineData("invocations")]
    [InlineData("logicalLocations")]
    [InlineData("taxonomies")]
    [InlineData("automationDetails")]
    [InlineData("externalPropertyFileReferences")]
    public void An_odd_member_of_a_run_costs_itself_and_nothing_else(string member)
    {
        string[] odd = ["null", "true", "7", "\"None\"", "[]", "{}", "[1, [], {}, null, \"x\"]", "{ \"driver\": 1, \"rules\": [ 5, {} ], \"results\": 2 }"];
        var runs = odd.Select(value => $$"""{ "{{member}}": {{value}}, "results": [ {{SarifText.Result()}} ] }""");

        var reading = ReportReading.Read($$"""{ "version": "2.1.0", "runs": [ {{string.Join(", ", runs)}} ] }""");

        Assert.Equal(odd.Length, reading.Taken.Count);
    }

    [Fact]
    public void Results_that_are_no_objects_are_left_out_and_make_the_report_a_part()
    {
        var reading = ReportReading.Read(SarifText.Log($"null, {SarifText.Result()}, 5, [ {{}} ]"));

        Assert.Single(reading.Taken);
        Assert.False(reading.Summary.IsWhole);
        Assert.Equal(["Results that are no objects were left out: 3, first runs[0].results[0]."], reading.Summary.Warnings);
    }

    [Fact]
    public void A_text_of_many_megabytes_is_cut_and_the_rest_is_read()
    {
        var huge = string.Concat(Enumerable.Repeat("ab\\\"\\\\😀\\u00e9", 700_000));
        var log = SarifText.Log($$"""{ "ruleId": "r1", "message": { "text": "{{huge}}" }, "level": "note" }, { "ruleId": "r2" }""");

        var reading = ReportReading.Read(log);

        Assert.Equal(["r1", "r2"], reading.Taken.Select(finding => finding.Finding.Rule.Id));
        Assert.Equal(32_000, reading.Taken[0].Finding.Message!.Length, tolerance: 1);
        Assert.StartsWith("ab\"\\😀é", reading.Taken[0].Finding.Message, StringComparison.Ordinal);
        Assert.Equal("note", reading.Taken[0].Finding.Rating.Raw);
        Assert.Contains("cut", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_name_of_a_member_is_passed_over()
    {
        var log = SarifText.Log($$"""{ "{{new string('n', 5_000_000)}}": 1, "ruleId": "r1" }""");

        Assert.Equal("r1", ReportReading.Read(log).Only.Finding.Rule.Id);
    }

    [Theory]
    [InlineData("1")]
    [InlineData(" ")]
    public void A_number_or_blanks_of_many_megabytes_are_refused(string filler)
    {
        var log = SarifText.Log($$"""{ "ruleId": "r1" , "rank": {{string.Concat(Enumerable.Repeat(filler, 6_000_000))}} 1 }""");

        var report = ReportReading.Read(log).Report;

        Assert.True(report is Report.Unreadable || filler == " ");
    }

    [Fact]
    public void A_huge_text_that_is_cut_off_is_refused()
    {
        var log = SarifText.Log($$"""{ "message": { "text": "{{new string('x', 5_000_000)}}""");

        Assert.IsType<Report.Unreadable>(ReportReading.Read(log[..4_500_000]).Report);
    }

    [Theory]
    [InlineData("a\\u0000b\\u0007c", "abc")]
    [InlineData("lone \\ud83d end", "lone  end")]
    [InlineData("lone \\ude00\\ud83d end", "lone  end")]
    [InlineData("pair \\ud83d\\ude00", "pair 😀")]
    [InlineData("\\u0085x\\ufffe", "x")]
    [InlineData("a\\r\\nb\\rc", "a\nb\nc")]
    [InlineData("tab\\tstays \\/ \\b\\f", "tab\tstays /")]
    public void Characters_that_break_others_are_taken_out(string text, string expected)
    {
        var log = SarifText.Log($$"""{ "ruleId": "r", "message": { "text": "{{text}}" } }""", """{ "id": "r", "shortDescription": { "text": "t" } }""");

        Assert.Equal(expected, ReportReading.Read(log).Only.Finding.Message);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_replaced()
    {
        byte[] bad = [0x78, 0xFF, 0xC3, 0x28, 0x79];
        var (before, after) = (SarifText.Log("{ \"ruleId\": \"r\", \"message\": { \"text\": \"~\" } }").Split('~')[0], "\" } } ] } ] }");

        var reading = ReportReading.Read([.. Encoding.UTF8.GetBytes(before), .. bad, .. Encoding.UTF8.GetBytes(after)]);

        Assert.Equal("x\uFFFD\uFFFD(y", reading.Only.Finding.Title);
    }

    [Fact]
    public void No_half_character_is_left_where_a_text_is_cut()
    {
        var log = SarifText.Log($$"""{ "message": { "text": "{{new string('x', 31_999)}}😀 tail" } , "ruleId": "r" }""");

        Assert.Equal(31_999, ReportReading.Read(log).Only.Finding.Message!.Length);
    }

    [Fact]
    public void Quotes_brackets_and_escapes_in_texts_never_mislead_the_quick_pass()
    {
        var random = new Random(20260301);
        string[] pieces = ["\"", "\\", "[", "]", "{", "}", "\n", ",", ":", "x", "é", "😀", "\u0001", " ", "]}]}", "\\\"", new string('y', 70)];
        var texts = Enumerable.Range(0, 3_000)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)])))
            .ToList();
        var results = texts.Select((text, i) => $$"""{ "ruleId": "r{{i}}", "properties": { "note": {{JsonSerializer.Serialize(text)}} } }""");
        var log = $$"""{ "version": "2.1.0", "runs": [ { "results": [ {{string.Join(",", results)}} ], "tool": { "driver": { "name": "after" } } } ] }""";

        var reading = ReportReading.Read(log);

        Assert.Equal(texts.Count, reading.Taken.Count);
        Assert.Equal(["after"], reading.Summary.Tools);
        Assert.Equal($"r{texts.Count - 1}", reading.Taken[^1].Finding.Rule.Id);
    }

    [Fact]
    public void A_report_arriving_byte_by_byte_is_read_the_same()
    {
        var bytes = File.ReadAllBytes(Repository.Sample("reports/two-tools.sarif"));

        var reading = ReportReading.Read(new TricklingStream(bytes));

        Assert.Equal(ReportReading.Read(bytes).Taken.Count, reading.Taken.Count);
    }

    [Fact]
    public void Too_many_runs_are_refused()
    {
        var runs = string.Join(",", Enumerable.Repeat("""{ "tool": {}, "results": [] }""", 2_000));

        Assert.Contains("runs", ReportReading.Read($$"""{ "version": "2.1.0", "runs": [ {{runs}} ] }""").Refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_beyond_the_limit_are_left_out_with_a_warning()
    {
        var rules = string.Join(",", Enumerable.Range(0, 200_100).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"R{{i}}"}""")));

        var reading = ReportReading.Read(SarifText.Log(SarifText.Result("R200050"), rules));

        Assert.Equal("R200050", reading.Only.Finding.Rule.Id);
        Assert.Contains("too many", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_stops_when_nobody_waits_any_more()
    {
        using var stop = new CancellationTokenSource();
        var log = SarifText.Log(string.Join(",", Enumerable.Repeat(SarifText.Result(), 5_000)));

        void Read() => ReportReading.Reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(log)), null, _ => stop.Cancel(), stop.Token);

        Assert.Throws<OperationCanceledException>(Read);
    }

    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }
}
