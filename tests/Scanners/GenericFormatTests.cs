using Patchbay.Findings;

namespace Patchbay.Tests.Scanners;

/// <summary>Our own JSON, as lenient as files written by hand need it.</summary>
public sealed class GenericFormatTests
{
    [Theory]
    [InlineData("filePath")]
    [InlineData("file_path")]
    [InlineData("FilePath")]
    [InlineData("File Path")]
    [InlineData("file-path")]
    [InlineData("path")]
    public void A_member_may_be_spelled_in_many_ways(string name) =>
        Assert.Equal("src/a.c", Entry($$""" "{{name}}": "/src//a.c" """).Finding.Place.Path);

    [Theory]
    [InlineData("79", new[] { 79 })]
    [InlineData("\"79\"", new[] { 79 })]
    [InlineData("\"CWE-79\"", new[] { 79 })]
    [InlineData("[\"CWE-79\", 20, \"79\"]", new[] { 20, 79 })]
    [InlineData("0", new int[0])]
    [InlineData("\"N/A\"", new int[0])]
    [InlineData("{}", new int[0])]
    public void A_weakness_may_be_written_in_many_ways(string cwe, int[] expected) =>
        Assert.Equal(expected, Entry($$""" "cwe": {{cwe}} """).Finding.Cwes);

    [Fact]
    public void Ids_of_all_members_are_united() =>
        Assert.Equal(
            ["CVE-2015-9235", "GHSA-5MRR-RGP6-X4GR"],
            Entry(""" "cve": "cve-2015-9235", "vulnerability_ids": ["GHSA-5mrr-rgp6-x4gr", "CVE-2015-9235"] """).Finding.Cves);

    [Theory]
    [InlineData(""" "severity": "HIGH" """, Severity.High, "severity")]
    [InlineData(""" "severity": "Informational" """, Severity.Info, "severity")]
    [InlineData(""" "severity": "", "cvss": 9.1 """, Severity.Critical, "cvss")]
    [InlineData(""" "cvssv3": "CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:L/I:L/A:N" """, Severity.Medium, "cvss")]
    [InlineData(""" "severity": "awful" """, Severity.Medium, "default")]
    public void Severity_is_the_word_else_the_score_else_medium(string members, Severity expected, string origin)
    {
        var rating = Entry(members).Finding.Rating;

        Assert.Equal((expected, origin), (rating.Value, rating.Origin));
    }

    [Fact]
    public void A_default_severity_is_told()
    {
        var reading = ReportReading.Read("""{ "findings": [ { "title": "a", "severity": "low" }, { "title": "b" }, { "title": "c", "severity": "x" } ] }""");

        Assert.Equal(["Entries have no severity that is known, so medium was taken: 2, first findings[1]."], reading.Summary.Warnings);
        Assert.True(reading.Summary.IsWhole);
    }

    [Theory]
    [InlineData(""" "active": false """, ReportedState.Suppressed)]
    [InlineData(""" "active": "True" """, ReportedState.Open)]
    [InlineData(""" "false_p": 1 """, ReportedState.FalsePositive)]
    [InlineData(""" "is_mitigated": true, "active": false """, ReportedState.Fixed)]
    [InlineData(""" "mitigated": "2021-01-16" """, ReportedState.Fixed)]
    [InlineData(""" "is_mitigated": false, "mitigated": "2021-01-16" """, ReportedState.Open)]
    [InlineData(""" "risk_accepted": "yes" """, ReportedState.Suppressed)]
    [InlineData(""" "duplicate": true """, ReportedState.Suppressed)]
    [InlineData(""" "duplicate": true, "out_of_scope": false """, ReportedState.Suppressed)]
    [InlineData(""" "state": "false-positive" """, ReportedState.FalsePositive)]
    [InlineData(""" "state": "fixed" """, ReportedState.Fixed)]
    [InlineData(""" "status": "Risk accepted" """, ReportedState.Suppressed)]
    [InlineData(""" "state": "whatever" """, ReportedState.Open)]
    public void State_is_told_by_a_word_or_by_flags(string members, ReportedState expected) =>
        Assert.Equal(expected, Entry(members).State);

    [Fact]
    public void Endpoints_are_hosts_or_urls_and_the_first_is_the_place()
    {
        var finding = Entry(""" "endpoints": ["foo.bar/path", { "host": "a.example", "port": 8443, "protocol": "https", "path": "x" }, "127.0.0.1:80", {}] """).Finding;

        Assert.Equal(new Place { Host = "foo.bar", Url = "foo.bar/path" }, finding.Place);
        Assert.Equal(["https://a.example:8443/x", "127.0.0.1:80"], finding.AlsoAt);
    }

    [Fact]
    public void The_own_id_is_the_identity_else_title_and_place_are()
    {
        var named = Entry(""" "unique_id_from_tool": 42, "path": "a.c" """);
        var unnamed = Entry(""" "path": "a.c", "line": 3, "description": "changes", "severity": "low" """);

        Assert.Equal(["id:42"], named.Identities);
        Assert.Equal(Entry(""" "path": "a.c", "line": 9, "description": "with every scan", "severity": "high" """).Identities, unnamed.Identities);
    }

    [Fact]
    public void An_entry_without_title_is_left_out_and_the_rest_is_taken()
    {
        var reading = ReportReading.Read("""{ "findings": [ { "title": "a", "severity": "low" }, {}, null, { "title": " ", "severity": "high" } ] }""");

        Assert.Single(reading.Taken);
        Assert.False(reading.Summary.IsWhole);
        Assert.Equal(["Entries without a title were left out: 3, first findings[1]."], reading.Summary.Warnings);
    }

    [Fact]
    public void Unknown_members_are_named_once()
    {
        var reading = ReportReading.Read("""{ "findings": [ { "title": "a", "severity": "low", "colour": 1, "tags": [] }, { "title": "b", "severity": "low", "colour": {}, "shape": [] } ] }""");

        Assert.Equal(["Members that are not known were ignored: colour, shape."], reading.Summary.Warnings);
    }

    [Theory]
    [InlineData("2021-01-06", "2021-01-06T00:00:00Z")]
    [InlineData("2024-01-04T11:02:11Z", "2024-01-04T11:02:11Z")]
    [InlineData("28/02/2021", "2021-02-28T00:00:00Z")]
    public void A_date_is_read(string date, string expected)
    {
        var wanted = DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(wanted, Entry($$""" "date": "{{date}}" """).Finding.DetectedAt);
    }

    [Fact]
    public void A_date_that_could_mean_two_days_is_left_out_and_told()
    {
        var reading = ReportReading.Read("""[ { "title": "a", "severity": "low", "date": "09/11/2025" } ]""");

        Assert.Null(reading.Only.Finding.DetectedAt);
        Assert.Contains("two days", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "tool": "My Tool" """, "my-tool")]
    [InlineData(""" "tool": { "name": "My Tool", "version": "3" } """, "my-tool")]
    [InlineData(""" "type": "Tool 1" """, "tool-1")]
    [InlineData(""" "name": "a title" """, "generic")]
    public void The_tool_is_named_by_the_report_wherever_it_says_so(string members, string expected)
    {
        var reading = ReportReading.Read($$"""{ "findings": [ { "title": "a", "severity": "low" } ], {{members}} }""");

        Assert.Equal(expected, reading.Only.Finding.Tool);
        Assert.Equal([expected], reading.Summary.Tools);
    }

    [Fact]
    public void A_report_can_say_that_it_is_a_part() =>
        Assert.False(ReportReading.Read("""{ "complete": false, "findings": [ { "title": "a", "severity": "low" } ] }""").Summary.IsWhole);

    [Fact]
    public void A_report_without_findings_is_refused_by_the_name_of_what_is_missing()
    {
        var refusal = ReportReading.Read("""{ "findings": 5 }""", "generic").Refusal;

        Assert.Equal("$.findings", refusal.At);
    }

    [Fact]
    public void Texts_become_message_and_advice()
    {
        var finding = Entry(""" "description": "What.", "impact": "Much.", "steps_to_reproduce": "1, 2", "mitigation": "Mend it.", "references": "see https://a.example/x, https://b.example." """).Finding;

        Assert.Equal("What.\n\nImpact: Much.\n\nSteps to reproduce:\n1, 2", finding.Message);
        Assert.Equal("Mend it.", finding.Advice);
        Assert.Equal(["https://a.example/x", "https://b.example"], finding.References);
    }

    private static ReportedFinding Entry(string members) =>
        ReportReading.Read($$"""{ "findings": [ { "title": "t", {{members}} } ] }""").Only;
}
