using Patchbay.Findings;
using Patchbay.Scanners.CycloneDx;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.CycloneDx;

public sealed class CycloneDxFormatTests
{
    private static readonly CycloneDxFormat Format = new();

    [SkippableTheory]
    [InlineData("valid-vulnerability-1.4.json", 1, "Critical=1", "FalsePositive=1")]
    [InlineData("issue_8022.json", 1, "Critical=1", "FalsePositive=1")]
    [InlineData("log4j.json", 8, "Critical=4, High=1, Medium=3", "Open=8")]
    [InlineData("jake2.json", 7, "High=3, Medium=4", "Open=7")]
    public void Every_real_document_is_counted_and_rated_as_listed(string file, int entries, string severities, string states)
    {
        var report = ReportReading.OfShared(Format, "cyclonedx", file);

        Assert.Equal(entries, report.Taken.Count);
        Assert.Equal(severities, report.Severities);
        Assert.Equal(states, report.States);
    }

    [SkippableFact]
    public void An_id_that_is_only_a_number_gives_way_to_the_cve_and_random_references_to_packages()
    {
        var entry = ReportReading.OfShared(Format, "cyclonedx", "jake2.json").Taken[0];

        Assert.Equal("CVE-2021-33203", entry.Finding.Rule.Id);
        Assert.Equal(["vuln:CVE-2021-33203|OSS Index|pkg:pypi/django|2.0", "cve:CVE-2021-33203|pkg:pypi/django|2.0"], entry.Identities);
    }

    [Fact]
    public void A_vulnerability_is_one_finding_for_each_component_it_affects()
    {
        var entries = ReportReading.OfSample(Format, "cyclonedx-states.json").Taken.Take(3).ToList();

        Assert.Equal(["pkg:npm/%40acme/lib-a", "acme/lib-b", "pkg:npm/far-away"], entries.Select(entry => entry.Finding.Place.Component));
        Assert.Equal(["1.1", "5", "1.2.3"], entries.Select(entry => entry.Finding.Place.Version));
        Assert.Equal([ReportedState.Open, ReportedState.NotAFinding, ReportedState.Open], entries.Select(entry => entry.State));
    }

    [Fact]
    public void The_opinion_of_the_vulnerabilitys_own_source_counts_before_newer_and_worse_ones()
    {
        var finding = ReportReading.OfSample(Format, "cyclonedx-states.json").Taken[0].Finding;

        Assert.Equal(new Rating(Severity.High, "7.5", "ratings.score"), finding.Rating);
        Assert.Equal([20, 400], finding.Cwes);
        Assert.Equal(["CVE-2030-3001", "GHSA-AAAA-BBBB-CCCC"], finding.Cves);
        Assert.Equal("Take 2.0.", finding.Rule.Advice);
    }

    [Fact]
    public void What_an_analysis_took_away_never_comes_in_open()
    {
        var report = ReportReading.OfSample(Format, "cyclonedx-states.json");

        Assert.Equal(ReportedState.Fixed, report.Entry("CVE-2030-3002").State);
        Assert.Equal(ReportedState.FalsePositive, report.Entry("CVE-2030-3003").State);
        Assert.Equal("false_positive: Not ours", report.Entry("CVE-2030-3003").Justification);
        Assert.Equal(ReportedState.Open, report.Entry("CVE-2030-3004").State);
        Assert.Equal(ReportedState.Fixed, report.Entry("CVE-2030-3005").State);
    }

    [Fact]
    public void Scores_of_version_2_are_never_critical_and_missing_ones_are_told()
    {
        var report = ReportReading.OfSample(Format, "cyclonedx-states.json");

        Assert.Equal(Severity.High, report.Entry("CVE-2030-3002").Finding.Rating.Value);
        Assert.Equal("default", report.Entry("CVE-2030-3004").Finding.Rating.Origin);
        Assert.Contains("2 vulnerabilities have no known severity and were taken as Medium (first: CVE-2030-3004).", report.Summary.Warnings);
        Assert.Equal("2.3", report.Summary.ToolVersion);
        Assert.True(report.Summary.IsWhole);
    }

    [Fact]
    public void Of_more_components_than_are_kept_the_rest_is_called_by_its_references_and_told()
    {
        const int Kept = 1 << 19;
        var components = string.Join(',', Enumerable.Range(0, Kept + 2).Select(i => $$"""{"bom-ref":"r{{i}}","name":"n","purl":"r{{i}}"}"""));
        var body = $$"""
            {"bomFormat":"CycloneDX","components":[{{components}}],
            "vulnerabilities":[{"id":"CVE-2030-1","ratings":[{"severity":"low"}],"affects":[{"ref":"r0"},{"ref":"r{{Kept - 1}}"},{"ref":"r{{Kept + 1}}"}]}]}
            """;

        var report = ReportReading.Of(Format, body);

        Assert.Equal(["n", "n", $"r{Kept + 1}"], report.Taken.Select(entry => entry.Finding.Place.Component));
        Assert.Contains("The document has more components than are kept; 2 were left out and are called by their references.", report.Summary.Warnings);
    }

    [Theory]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.4","components":[{"bom-ref":"a","name":"a"}]}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.4","vulnerabilities":[]}""")]
    public void An_inventory_and_a_bare_vex_do_not_tell_that_nothing_else_is_there(string body)
    {
        var report = ReportReading.Of(Format, body);

        Assert.False(report.Summary.IsWhole);
        Assert.Single(report.Summary.Warnings);
    }

    [Fact]
    public void A_document_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var body = File.ReadAllBytes(Repository.Sample("reports/cyclonedx-states.json"));

        Assert.Empty(ReportReading.CutsThatSucceed(Format, body, step: 7));
    }
}
