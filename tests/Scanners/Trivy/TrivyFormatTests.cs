using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Trivy;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Trivy;

public sealed class TrivyFormatTests
{
    private static readonly TrivyFormat Format = new();

    [SkippableTheory]
    [InlineData("all_statuses.json", 8, "LOW=8")]
    [InlineData("cvss_severity_source.json", 2, "HIGH=1, MEDIUM=1")]
    [InlineData("issue_9092.json", 1, "HIGH=1")]
    [InlineData("issue_9170.json", 37, "HIGH=1, LOW=31, MEDIUM=5")]
    [InlineData("issue_9263.json", 1, "HIGH=1")]
    [InlineData("issue_9333.json", 13, "LOW=12, MEDIUM=1")]
    [InlineData("kubernetes.json", 20, "LOW=14, MEDIUM=6")]
    [InlineData("kubernetes_fabricated_subset.json", 13, "LOW=8, MEDIUM=5")]
    [InlineData("legacy_many_vulns.json", 93, "HIGH=18, LOW=65, MEDIUM=9, UNKNOWN=1")]
    [InlineData("license_scheme.json", 19, "HIGH=7, LOW=11, MEDIUM=1")]
    [InlineData("misconfigurations_and_secrets.json", 5, "CRITICAL=2, HIGH=2, MEDIUM=1")]
    [InlineData("scheme_2_many_vulns.json", 5, "CRITICAL=1, HIGH=1, MEDIUM=3")]
    [InlineData("scheme_2_no_vuln.json", 0, "")]
    public void Every_real_report_is_counted_and_rated_as_listed(string file, int entries, string severities)
    {
        var report = ReportReading.OfShared(Format, "trivy", file);

        Assert.Equal(entries, report.Taken.Count);
        Assert.Equal(severities, report.RawSeverities);
        Assert.True(report.Summary.IsWhole);
    }

    [SkippableFact]
    public void The_subset_of_a_cluster_has_identities_of_the_whole()
    {
        var whole = ReportReading.OfShared(Format, "trivy", "kubernetes.json");

        var subset = ReportReading.OfShared(Format, "trivy", "kubernetes_fabricated_subset.json");

        Assert.Subset(whole.Taken.Select(entry => entry.Identities[0]).ToHashSet(), subset.Taken.Select(entry => entry.Identities[0]).ToHashSet());
    }

    [SkippableFact]
    public void Of_the_statuses_only_not_affected_takes_a_finding_away()
    {
        var report = ReportReading.OfShared(Format, "trivy", "all_statuses.json");

        Assert.Equal("FalsePositive=1, Open=7", report.States);
    }

    [Fact]
    public void What_was_taken_out_by_ignore_files_and_vex_never_comes_in_open()
    {
        var report = ReportReading.OfSample(Format, "trivy-modified.json");

        Assert.Equal(ReportedState.FalsePositive, report.Entry("CVE-2030-1003").State);
        Assert.Equal("The code is not reachable", report.Entry("CVE-2030-1003").Justification);
        Assert.Equal(ReportedState.Suppressed, report.Entry("CVE-2030-1004").State);
    }

    [Fact]
    public void Passed_checks_and_exceptions_are_no_open_findings()
    {
        var report = ReportReading.OfSample(Format, "trivy-modified.json");

        Assert.Equal(ReportedState.Open, report.Entry("KSV001").State);
        Assert.Equal(ReportedState.NotAFinding, report.Entry("KSV002").State);
        Assert.Equal(ReportedState.Suppressed, report.Entry("KSV003").State);
    }

    [Fact]
    public void A_vulnerability_tells_package_versions_ids_and_score()
    {
        var finding = ReportReading.OfSample(Format, "trivy-modified.json").Entry("CVE-2030-1001").Finding;

        Assert.Equal("CVE-2030-1001: libquux: buffer is read past its end", finding.Title);
        Assert.Equal(
            new Place { Component = "pkg:deb/debian/libquux1", Version = "1.2-3", FixedVersion = "1.2-4", Symbol = "registry.example:5000/shop/cart" },
            finding.Place);
        Assert.Equal([125], finding.Cwes);
        Assert.Equal(["CVE-2030-1001"], finding.Cves);
        Assert.Equal(7.1, finding.CvssScore);
        Assert.Equal(["https://example.org/advisories/1001"], finding.References);
        Assert.Equal("Upgrade libquux1 1.2-3 to 1.2-4.", finding.Advice);
    }

    [Fact]
    public void A_misconfiguration_tells_file_lines_and_code()
    {
        var finding = ReportReading.OfSample(Format, "trivy-modified.json").Entry("KSV001").Finding;

        Assert.Equal(new Place { Path = "deploy/service.yaml", Line = 12, EndLine = 13, Snippet = "- name: cart\nimage: cart" }, finding.Place);
        Assert.Equal("Set allowPrivilegeEscalation to false", finding.Rule.Advice);
    }

    [Fact]
    public void A_score_of_version_2_is_never_critical()
    {
        var rating = ReportReading.OfSample(Format, "trivy-modified.json").Entry("CVE-2030-1002").Finding.Rating;

        Assert.Equal(new Rating(Severity.High, "9.3", "CVSS"), rating);
    }

    [Fact]
    public void An_entry_without_an_id_costs_that_entry_and_is_told()
    {
        var report = ReportReading.OfSample(Format, "trivy-modified.json");

        Assert.Equal(7, report.Taken.Count);
        Assert.Contains("1 entries have no id and were left out (first: nameless).", report.Summary.Warnings);
        Assert.Equal("0.65.0", report.Summary.ToolVersion);
    }

    [Fact]
    public void A_new_tag_changes_no_identity()
    {
        var text = File.ReadAllText(Repository.Sample("reports/trivy-modified.json"));
        var before = ReportReading.Of(Format, text);

        var after = ReportReading.Of(Format, text.Replace("2.4.1", "2.5.0", StringComparison.Ordinal));

        Assert.Equal(before.Taken.SelectMany(entry => entry.Identities), after.Taken.SelectMany(entry => entry.Identities));
    }

    [Fact]
    public void Sorted_members_put_headings_behind_entries_and_change_nothing()
    {
        const string Usual = """{"SchemaVersion":2,"ArtifactName":".","Results":[{"Target":"a/go.mod","Vulnerabilities":[{"VulnerabilityID":"CVE-2030-1","PkgName":"p"}]}]}""";
        const string Sorted = """{"Results":[{"Vulnerabilities":[{"PkgName":"p","VulnerabilityID":"CVE-2030-1"}],"Target":"a/go.mod"}],"ArtifactName":".","SchemaVersion":2}""";

        var usual = ReportReading.Of(Format, Usual).Taken;
        var sorted = ReportReading.Of(Format, Sorted).Taken;

        Assert.Equal("a/go.mod", Assert.Single(sorted).Finding.Place.Path);
        Assert.Equal(usual[0].Identities, sorted[0].Identities);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void The_old_ways_to_say_nothing_was_found_count_only_for_the_named_scanner(string body)
    {
        var named = ReportReading.Of(Format, Encoding.UTF8.GetBytes(body), "trivy");
        var unnamed = ReportReading.Of(Format, body);

        Assert.Empty(named.Taken);
        Assert.True(named.Summary.IsWhole);
        Assert.NotEmpty(unnamed.Reason);
    }

    [Fact]
    public void An_object_of_a_cluster_that_could_not_be_scanned_makes_the_report_partial()
    {
        const string Body = """{"ClusterName":"","Resources":[{"Kind":"Pod","Name":"a","Error":"image not found"},{"Kind":"Pod","Name":"b","Results":null}]}""";

        var report = ReportReading.Of(Format, Body);

        Assert.False(report.Summary.IsWhole);
        Assert.Contains("image not found", Assert.Single(report.Summary.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"SchemaVersion":2,"Results":[{"Target":7,"Vulnerabilities":{"x":1},"Secrets":null}]}""")]
    [InlineData("""{"SchemaVersion":2,"Results":[{"Target":"t","Vulnerabilities":[{"VulnerabilityID":"CVE-2030-1","CVSS":"none","Layer":[],"References":"https://a.example"}]}]}""")]
    public void Odd_members_cost_themselves(string body)
    {
        var report = ReportReading.Of(Format, body);

        Assert.All(report.Taken, entry => Assert.Equal("CVE-2030-1", entry.Finding.Rule.Id));
        Assert.True(report.Summary.IsWhole);
    }

    [Fact]
    public void A_report_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var body = File.ReadAllBytes(Repository.Sample("reports/trivy-modified.json"));

        Assert.Empty(ReportReading.CutsThatSucceed(Format, body, step: 7));
    }
}
