using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Sonar;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Sonar;

public sealed class SonarFormatTests
{
    private static readonly SonarFormat Format = new();

    [SkippableTheory]
    [InlineData("findings_over_api.json", 5, "CRITICAL=1, MAJOR=2, MINOR=2", "Open=5")]
    [InlineData("findings_over_api_hotspots.json", 4, "HIGH=1, LOW=3", "Open=4")]
    [InlineData("findings_over_api_empty.json", 0, "", "")]
    [InlineData("issues.json", 3, "CRITICAL=1, MAJOR=2", "FalsePositive=1, Open=2")]
    [InlineData("hotspots/one_vuln.json", 1, "HIGH=1", "Open=1")]
    [InlineData("sonar-single-finding.json", 1, "CRITICAL=1", "Open=1")]
    [InlineData("sonar-no-finding.json", 0, "", "")]
    public void Every_real_answer_is_counted_and_rated_as_listed(string file, int entries, string severities, string states)
    {
        var report = ReportReading.OfShared(Format, ["sonarqube", .. file.Split('/')]);

        Assert.Equal(entries, report.Taken.Count);
        Assert.Equal(severities, report.RawSeverities);
        Assert.Equal(states, report.States);
        Assert.True(report.Summary.IsWhole);
    }

    [SkippableTheory]
    [InlineData("rule.json")]
    [InlineData("hotspots/rule.json")]
    public void A_description_of_a_rule_is_no_report(string file)
    {
        var report = ReportReading.OfShared(Format, ["sonarqube", .. file.Split('/')]);

        Assert.Contains("'sonarqube'", report.Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_dependency_check_message_gives_ids_score_and_weakness_but_not_the_plug_ins_category()
    {
        var report = ReportReading.OfShared(Format, "sonarqube", "findings_over_api.json");

        var finding = report.Taken[0].Finding;
        Assert.Equal(["CVE-2024-2529"], finding.Cves);
        Assert.Equal([120], finding.Cwes);
        Assert.Equal(6.4, finding.CvssScore);
        Assert.Equal("package:1.1.2", finding.Place.Component);
        Assert.Null(finding.Place.Path);
        Assert.Equal(["CVE-2023-52428"], report.Taken[4].Finding.Cves);
    }

    [SkippableFact]
    public void The_generators_report_takes_names_and_weaknesses_from_its_rules()
    {
        var finding = Assert.Single(ReportReading.OfShared(Format, "sonarqube", "sonar-single-finding.json").Taken).Finding;

        Assert.Equal("Disabling CSRF protections is security-sensitive", finding.Rule.Name);
        Assert.Contains(352, finding.Cwes);
        Assert.Equal("vulnerable-flask-app.py", finding.Place.Path);
    }

    [Fact]
    public void The_impact_on_security_rates_an_issue_else_the_highest()
    {
        var report = ReportReading.OfSample(Format, "sonar-impacts.json");

        Assert.Equal(new Rating(Severity.High, "HIGH", "impacts.SECURITY"), report.Entry("java:S3649").Finding.Rating);
        Assert.Equal(new Rating(Severity.Medium, "MEDIUM", "impacts.MAINTAINABILITY"), report.Entry("java:S1").Finding.Rating);
        Assert.Equal(new Rating(Severity.Critical, "BLOCKER", "severity of BUG"), report.Taken[3].Finding.Rating);
    }

    [Fact]
    public void What_was_decided_in_the_server_never_comes_in_open()
    {
        var report = ReportReading.OfSample(Format, "sonar-impacts.json");

        Assert.Equal(
            [ReportedState.Open, ReportedState.Suppressed, ReportedState.FalsePositive, ReportedState.Fixed], report.Taken.Select(entry => entry.State));
        Assert.Equal("WONTFIX", report.Taken[1].Justification);
    }

    [Fact]
    public void An_issue_tells_file_place_date_and_identities()
    {
        var entry = ReportReading.OfSample(Format, "sonar-impacts.json").Entry("java:S3649");

        Assert.Equal(new Place { Path = "src/main/java/Cart.java", Line = 31, EndLine = 32, Column = 9 }, entry.Finding.Place);
        Assert.Equal(new DateTimeOffset(2030, 2, 1, 7, 0, 0, TimeSpan.Zero), entry.Finding.DetectedAt);
        Assert.Equal([89], entry.Finding.Cwes);
        Assert.Equal("Queries should not be built from input", entry.Finding.Rule.Name);
        Assert.Equal(
            ["key:com.acme:shop|0a1b2c3d-0001", "hash:java:S3649|com.acme:shop:src/main/java/Cart.java|aa11|Do not build this query from input."],
            entry.Identities);
    }

    [Fact]
    public void An_organization_shows_that_it_is_the_cloud()
    {
        var report = ReportReading.OfSample(Format, "sonar-impacts.json");

        Assert.Equal(["sonarcloud"], report.Summary.Tools);
        Assert.All(report.Taken, entry => Assert.Equal("sonarcloud", entry.Finding.Tool));
        Assert.Equal("x y.java", report.Taken[3].Finding.Place.Path);
    }

    [Fact]
    public void A_page_of_several_is_partial()
    {
        var text = File.ReadAllText(Repository.Sample("reports/sonar-impacts.json")).Replace("\"total\": 4 }", "\"total\": 250 }", StringComparison.Ordinal);

        var summary = ReportReading.Of(Format, text).Summary;

        Assert.False(summary.IsWhole);
        Assert.Equal("The server has 250 issues, the report holds 4: pages are missing.", Assert.Single(summary.Warnings));
    }

    [Fact]
    public void An_answer_that_says_why_there_is_none_is_no_report()
    {
        var report = ReportReading.Of(Format, Encoding.UTF8.GetBytes("""{"errors":[{"msg":"Too many requests"}]}"""), "sonarqube");

        Assert.Contains("'errors'", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var body = File.ReadAllBytes(Repository.Sample("reports/sonar-impacts.json"));

        Assert.Empty(ReportReading.CutsThatSucceed(Format, body, step: 7));
    }
}
