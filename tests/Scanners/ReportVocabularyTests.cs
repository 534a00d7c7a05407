using System.Globalization;
using Patchbay.Scanners.Text;

namespace Patchbay.Tests.Scanners;

/// <summary>The words, numbers, dates and ids that all formats share.</summary>
public sealed class ReportVocabularyTests
{
    [Theory]
    [InlineData("2019-07-31T21:57:48Z", "2019-07-31T21:57:48Z")]
    [InlineData("2023-10-16T15:05:35+0000", "2023-10-16T15:05:35Z")]
    [InlineData("2025-12-26 14:21:44.742000+01:00", "2025-12-26T13:21:44.742Z")]
    [InlineData("2024-02-02T16:30:33.045000+01:00", "2024-02-02T15:30:33.045Z")]
    [InlineData("Wed Sep 04 16:59:44.356 UTC 2024", "2024-09-04T16:59:44.356Z")]
    [InlineData("Mar 20, 2023, 6:08:05 PM", "2023-03-20T18:08:05Z")]
    [InlineData("Mar 20, 2023, 6:08:05\u202FPM", "2023-03-20T18:08:05Z")]
    [InlineData("05/13/2021 07:08:28", "2021-05-13T07:08:28Z")]
    [InlineData("22/09/2022 13:01", "2022-09-22T13:01:00Z")]
    [InlineData("Feb 03, 2026 07:00 AM", "2026-02-03T07:00:00Z")]
    [InlineData("11 Mar 2020 01:07PM GMT-0400", "2020-03-11T17:07:00Z")]
    [InlineData("11 Mar 2020 01:07PM GMT", "2020-03-11T13:07:00Z")]
    [InlineData("2/22/2024 12:01:24 PM", "2024-02-22T12:01:24Z")]
    [InlineData("2024-05-01T10:00:22.484900675-06:00", "2024-05-01T16:00:22.4849006Z")]
    [InlineData("2021-01-06", "2021-01-06T00:00:00Z")]
    [InlineData("2021-01-06T10:00:00.5", "2021-01-06T10:00:00.5Z")]
    [InlineData("28/02/2021", "2021-02-28T00:00:00Z")]
    [InlineData("03/03/2021", "2021-03-03T00:00:00Z")]
    public void A_date_is_read_in_every_spelling_seen(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), ReportDate.Of(text));

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("09/11/2025")]
    [InlineData("")]
    [InlineData("N/A")]
    [InlineData("'-")]
    [InlineData("31/31/2021")]
    [InlineData("2021-13-45")]
    [InlineData("yesterday")]
    [InlineData("-0000")]
    public void A_date_that_is_absent_or_unclear_is_none(string text) => Assert.Null(ReportDate.Of(text));

    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:L/I:L/A:N", 4.8)]
    [InlineData("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N", 5.5)]
    [InlineData("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", 0.0)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0)]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5)]
    [InlineData("(AV:N/AC:M/Au:N/C:N/I:P/A:N)", 4.3)]
    [InlineData("AV:L/AC:L/Au:N/C:C/I:C/A:C", 7.2)]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:N", 0.0)]
    public void A_vector_gives_its_base_score(string vector, double expected) => Assert.Equal(expected, CvssVector.Score(vector)?.Score);

    [Theory]
    [InlineData("CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H")]
    [InlineData("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("9.8")]
    [InlineData(null)]
    public void A_vector_that_is_not_whole_gives_none(string? vector) => Assert.Null(CvssVector.Score(vector));

    [Theory]
    [InlineData("external/cwe/cwe-079", new[] { 79 })]
    [InlineData("CWE-79: text, CWE-20", new[] { 79, 20 })]
    [InlineData("CWE ID 259,CWE ID 798", new[] { 259, 798 })]
    [InlineData("[17] CWE ID 200", new[] { 200 })]
    [InlineData("CWE-119!/CWE-120", new[] { 119, 120 })]
    [InlineData("cwe", new int[0])]
    [InlineData("CWE-0 CWE-999999", new int[0])]
    public void Weaknesses_are_found_in_text(string text, int[] expected)
    {
        var found = new List<int>();

        VulnerabilityIds.AddCwes(text, found);

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("see CVE-2021-44228, cve-2021-44228 and CVE-2021-45046.", "CVE-2021-44228 CVE-2021-45046")]
    [InlineData("GHSA-jfh8-c2jp-5v3q", "GHSA-JFH8-C2JP-5V3Q")]
    [InlineData("CVE-21-1 CVE- GHSA-12 CVE-2021-", "")]
    [InlineData("RUSTSEC-2021-0124", "RUSTSEC-2021-0124")]
    [InlineData("text RUSTSEC-2021-0124", "")]
    public void Vulnerabilities_are_found_in_text(string text, string expected)
    {
        var found = new List<string>();

        VulnerabilityIds.AddId(text, found);

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Theory]
    [InlineData("Important", "High")]
    [InlineData(" moderate ", "Medium")]
    [InlineData("NEGLIGIBLE", "Info")]
    [InlineData("untriaged", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Severity_words_are_mapped(string? word, string? expected) => Assert.Equal(expected, SeverityScale.OfWord(word)?.ToString());

    [Theory]
    [InlineData("  one \n two\t\tthree  ", 50, "one two three")]
    [InlineData("cut here", 5, "cut h")]
    [InlineData("a\u0000b", 9, "ab")]
    public void A_line_is_one_line(string text, int most, string expected) => Assert.Equal(expected, CleanText.Line(text, most));

    [Theory]
    [InlineData("    a\n      b\n\n    c\n", "a\n  b\n\nc")]
    [InlineData("\ta\n\tb", "a\nb")]
    [InlineData("a\n    b", "a\n    b")]
    [InlineData("   only", "only")]
    public void Code_loses_only_what_all_its_lines_are_indented_by(string code, string expected)
    {
        var log = SarifText.Log($$"""
            { "locations": [ { "physicalLocation": { "region": { "snippet": { "text": {{System.Text.Json.JsonSerializer.Serialize(code)}} } } } } ] }
            """);

        Assert.Equal(expected, ReportReading.Read(log).Only.Finding.Place.Snippet);
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", null, null)]
    [InlineData("[::1]:8080", "::1", 8080, null)]
    [InlineData("Shop.example:80/x", "shop.example", 80, "Shop.example:80/x")]
    [InlineData("ftp://files.example/pub", "files.example", 21, "ftp://files.example/pub")]
    public void A_text_without_scheme_is_a_host(string text, string host, int? port, string? url)
    {
        var place = ReportUrl.PlaceOf(text);

        Assert.Equal((host, port, url?.Replace("Shop", "shop", StringComparison.Ordinal)), (place?.Host, place?.Port, place?.Url?.Replace("Shop", "shop", StringComparison.Ordinal)));
    }
}
