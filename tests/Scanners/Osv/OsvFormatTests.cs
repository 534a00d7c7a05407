using Patchbay.Findings;
using Patchbay.Scanners.Osv;
using Patchbay.Scanners.Text;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Osv;

public sealed class OsvFormatTests
{
    private static readonly OsvFormat Format = new();

    // Records are counted as listed: 66. They describe 37 flaws, and every record of a flaw gives the same finding.
    [SkippableTheory]
    [InlineData("many_findings.json", 66, 37)]
    [InlineData("some_findings.json", 1, 1)]
    public void Every_real_report_is_counted_as_listed(string file, int records, int flaws)
    {
        var report = ReportReading.OfShared(Format, "osv", file);

        Assert.Equal(records, report.Taken.Count);
        Assert.Equal(flaws, report.Taken.Distinct().Count());
        Assert.Equal(flaws, report.Taken.Select(entry => entry.Identities[0]).Distinct().Count());
        Assert.True(report.Summary.IsWhole);
    }

    // The list counts the word of the GitHub database, which half of the records lack; the same flaws' vectors rate them here.
    [SkippableFact]
    public void Records_without_a_severity_take_that_of_their_flaw()
    {
        var report = ReportReading.OfShared(Format, "osv", "many_findings.json");

        var unrated = report.Taken.Where(entry => entry.Finding.Rating.Origin == "default").ToList();
        Assert.True(unrated.Count < 30, $"{unrated.Count} of 30 are still without");
    }

    [Fact]
    public void Records_of_one_flaw_give_one_finding_under_its_cve()
    {
        var entries = ReportReading.OfSample(Format, "osv-groups.json").Taken;

        Assert.Same(entries[0], entries[1]);
        var finding = entries[0].Finding;
        Assert.Equal("CVE-2030-4001 in left-pod: It runs what it is given", finding.Title);
        Assert.Equal(
            new Place { Path = "web/package-lock.json", Component = "pkg:npm/left-pod", Version = "1.9.0", FixedVersion = "1.10.0" }, finding.Place);
        Assert.Equal(new Rating(Severity.Critical, "9.8", "severity"), finding.Rating);
        Assert.Equal(["CVE-2030-4001", "GHSA-AAAA-BBBB-CCCC", "PYSEC-2030-7"], finding.Cves);
        Assert.Equal([94], finding.Cwes);
        Assert.Equal("osv:web/package-lock.json|npm|left-pod|1.9.0|CVE-2030-4001", entries[0].Identities[0]);
    }

    [Fact]
    public void What_is_withdrawn_or_not_called_never_comes_in_open()
    {
        var report = ReportReading.OfSample(Format, "osv-groups.json");

        Assert.Equal(ReportedState.Fixed, report.Entry("CVE-2030-4002").State);
        Assert.Equal(ReportedState.Suppressed, report.Entry("GO-2030-0003").State);
        Assert.Equal("The vulnerable code is not called", report.Entry("GO-2030-0003").Justification);
    }

    [Fact]
    public void A_malicious_package_is_critical_and_the_scanners_own_number_counts_first()
    {
        var report = ReportReading.OfSample(Format, "osv-groups.json");

        Assert.Equal(Severity.Critical, report.Entry("MAL-2030-0004").Finding.Rating.Value);
        Assert.Equal(new Rating(Severity.Medium, "5.3", "max_severity"), report.Entry("GO-2030-0003").Finding.Rating);
    }

    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:N", 7.7)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N", 5.4)]
    [InlineData("CVSS:3.0/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0)]
    [InlineData("AV:N/AC:M/Au:N/C:C/I:C/A:C", 9.3)]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:P", 5.0)]
    public void A_base_score_follows_from_its_vector(string vector, double score)
    {
        Assert.Equal(score, CvssVector.Score(vector)?.Score);
    }

    [Theory]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N")]
    [InlineData("CVSS:3.1/AV:N")]
    [InlineData("medium")]
    public void What_cannot_be_computed_gives_no_score(string vector)
    {
        Assert.Null(CvssVector.Score(vector));
    }

    [Fact]
    public void A_report_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var body = File.ReadAllBytes(Repository.Sample("reports/osv-groups.json"));

        Assert.Empty(ReportReading.CutsThatSucceed(Format, body, step: 7));
    }
}
