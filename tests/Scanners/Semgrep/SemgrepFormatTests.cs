using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Semgrep;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Semgrep;

public sealed class SemgrepFormatTests
{
    private static readonly SemgrepFormat Format = new();

    [SkippableTheory]
    [InlineData("many_vulns.json", 48, "ERROR=13, WARNING=35")]
    [InlineData("many_findings.json", 3, "INFO=1, WARNING=2")]
    [InlineData("one_finding.json", 1, "WARNING=1")]
    [InlineData("repeated_findings.json", 2, "WARNING=2")]
    [InlineData("cwe_list.json", 1, "INFO=1")]
    [InlineData("empty.json", 0, "")]
    [InlineData("high-medium-low-severities.json", 3, "LOW=3")]
    [InlineData("semgrep_version_1_30_0_line_26.json", 5, "WARNING=5")]
    [InlineData("close_old_findings_report_line31.json", 1, "ERROR=1")]
    [InlineData("close_old_findings_report_second_run_line24.json", 1, "ERROR=1")]
    [InlineData("one_vuln.json", 1, "medium=1")]
    public void Every_real_report_is_counted_and_rated_as_listed(string file, int entries, string severities)
    {
        var report = ReportReading.OfShared(Format, "semgrep", file);

        Assert.Equal(entries, report.Taken.Count);
        Assert.Equal(severities, report.RawSeverities);
    }

    [SkippableFact]
    public void A_finding_on_another_line_keeps_its_identities()
    {
        var first = ReportReading.OfShared(Format, "semgrep", "close_old_findings_report_line31.json");

        var second = ReportReading.OfShared(Format, "semgrep", "close_old_findings_report_second_run_line24.json");

        Assert.Equal(first.Taken[0].Identities[0], second.Taken[0].Identities[0]);
        Assert.NotEqual(first.Taken[0].Finding.Place.Line, second.Taken[0].Finding.Place.Line);
    }

    [SkippableFact]
    public void An_entry_of_the_platform_that_nobody_decided_is_open_whatever_reason_is_left_over()
    {
        var entry = Assert.Single(ReportReading.OfShared(Format, "semgrep", "one_vuln.json").Taken);

        Assert.Equal(ReportedState.Open, entry.State);
        Assert.Equal("frontend/src/corpComponents/Code.tsx", entry.Finding.Place.Path);
        Assert.Equal([319], entry.Finding.Cwes);
        Assert.NotNull(entry.Finding.DetectedAt);
    }

    [Fact]
    public void What_needs_a_login_is_no_identity_and_the_folder_of_local_rules_does_not_count()
    {
        var entry = ReportReading.OfSample(Format, "semgrep-kinds.json").Entry("home.kim.rules.python.eval-of-input");

        Assert.Equal(["code:eval-of-input|builds/kim/shop/src/calc.py|eval(input) #"], entry.Identities);
        Assert.Equal(Severity.Critical, entry.Finding.Rating.Value);
        Assert.Equal([95], entry.Finding.Cwes);
        Assert.Equal("Input is evaluated.", entry.Finding.Title);
        Assert.Contains("parse(input)", entry.Finding.Advice, StringComparison.Ordinal);
        Assert.Equal("https://example.org/rules/eval", entry.Finding.Rule.HelpUrl);
    }

    [Fact]
    public void A_comment_in_the_code_suppresses_and_quoted_lines_are_read()
    {
        var entry = ReportReading.OfSample(Format, "semgrep-kinds.json").Entry("generic.secrets.token");

        Assert.Equal(ReportedState.Suppressed, entry.State);
        Assert.Equal(["fp:abc_0"], entry.Identities);
        Assert.Equal(3, entry.Finding.Place.Line);
        Assert.Null(entry.Finding.Place.Snippet);
        Assert.Contains("CONFIRMED_VALID", entry.Finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_supply_chain_result_tells_the_package_and_the_way_out()
    {
        var finding = ReportReading.OfSample(Format, "semgrep-kinds.json").Entry("ssc-0815").Finding;

        Assert.Equal(("left-pod", "1.9.0", "left-pod 2.0.1"), (finding.Place.Component, finding.Place.Version, finding.Place.FixedVersion));
        Assert.Equal(["CVE-2030-2001"], finding.Cves);
        Assert.Equal([20, 94], finding.Cwes);
        Assert.Contains("Reachable: false", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_rule_only_counts_is_no_finding()
    {
        var entry = ReportReading.OfSample(Format, "semgrep-kinds.json").Entry("lab.new-idea");

        Assert.Equal(ReportedState.NotAFinding, entry.State);
    }

    [Fact]
    public void Errors_make_the_report_partial()
    {
        var summary = ReportReading.OfSample(Format, "semgrep-kinds.json").Summary;

        Assert.False(summary.IsWhole);
        Assert.Contains("odd.js", Assert.Single(summary.Warnings), StringComparison.Ordinal);
        Assert.Equal("1.99.0", summary.ToolVersion);
    }

    [Fact]
    public void A_page_of_supply_chain_findings_is_partial_and_keeps_decisions()
    {
        var report = ReportReading.OfSample(Format, "semgrep-vulns.json");

        var entry = Assert.Single(report.Taken);
        Assert.False(report.Summary.IsWhole);
        Assert.Equal(ReportedState.FalsePositive, entry.State);
        Assert.Equal("group:17|left-pod:CVE-2030-2001:17", entry.Identities[0]);
        Assert.Equal(222, entry.Finding.Place.Line);
        Assert.Equal(new Rating(Severity.Medium, "MODERATE", "advisory.severity"), entry.Finding.Rating);
    }

    [Fact]
    public void An_empty_list_counts_only_for_the_named_scanner_and_a_missing_one_never()
    {
        var empty = """{"results":[],"errors":[]}""";

        Assert.NotEmpty(ReportReading.Of(Format, empty).Reason);
        Assert.Empty(ReportReading.Of(Format, Encoding.UTF8.GetBytes(empty), "semgrep").Taken);
        Assert.NotEmpty(ReportReading.Of(Format, "{}"u8.ToArray(), "semgrep").Reason);
    }

    [Theory]
    [InlineData("semgrep-kinds.json")]
    [InlineData("semgrep-vulns.json")]
    public void A_report_that_is_cut_off_is_refused_wherever_the_cut_is(string sample)
    {
        var body = File.ReadAllBytes(Repository.Sample($"reports/{sample}"));

        Assert.Empty(ReportReading.CutsThatSucceed(Format, body, step: 7));
    }
}
