using Patchbay.Findings;
using Patchbay.Scanners;
using Patchbay.Tests.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners;

/// <summary>Real reports give exactly the findings that are in them.</summary>
public sealed class SampleTests
{
    /// <summary>File, entries, and how many of each severity from critical to info. Each difference to the scanner's own words is explained.</summary>
    public static TheoryData<string, int, int[]> Sarif => new()
    {
        { "DefectDojo_django-DefectDojo__2020-12-11_13 42 10__export.sarif", 510, [0, 31, 122, 357, 0] },
        { "appendix_k.sarif", 1, [0, 1, 0, 0, 0] },
        { "appendix_k1.sarif", 0, [0, 0, 0, 0, 0] },
        { "appendix_k2.sarif", 1, [0, 0, 1, 0, 0] },
        { "appendix_k3.sarif", 1, [0, 0, 1, 0, 0] },
        { "suppression_test.sarif", 5, [0, 0, 5, 0, 0] },
        { "bash-report.sarif", 27, [0, 0, 0, 27, 0] },
        { "bash-report-fabricated-no-internal-dupes.sarif", 5, [0, 0, 0, 5, 0] },
        { "bash-report-fabricated-no-internal-dupes-subset.sarif", 4, [0, 0, 0, 4, 0] },
        { "codeQL-output.sarif", 72, [0, 11, 4, 57, 0] },
        { "cxf-3.4.6.sarif", 22, [1, 11, 4, 6, 0] },
        { "dockle_0_3_15.sarif", 4, [0, 1, 0, 3, 0] },

        // 51 notes there, 50 here: one of them is a passed check, which has no severity and is not a finding.
        { "flawfinder.sarif", 54, [0, 2, 1, 50, 1] },
        { "njsscan.sarif", 2, [0, 1, 1, 0, 0] },
        { "taint-python-report.sarif", 11, [0, 8, 1, 2, 0] },
        { "cppcheck_one_vuln.sarif", 1, [1, 0, 0, 0, 0] },
        { "cppcheck_no_vuln.sarif", 0, [0, 0, 0, 0, 0] },
        { "devskim_many_vuln.sarif", 7, [0, 5, 1, 1, 0] },
        { "devskim_one_vuln.sarif", 1, [0, 1, 0, 0, 0] },
        { "flawfinder_many_vuln.sarif", 4, [0, 3, 0, 1, 0] },
        { "mayhem_code_many_vulns.sarif", 8, [0, 8, 0, 0, 0] },
        { "mayhem_api_one_vuln.sarif", 1, [0, 1, 0, 0, 0] },
        { "issue_15033_sarif.json", 3, [0, 1, 1, 1, 0] },
        { "semgrepowasp-benchmark-sample.sarif", 1768, [0, 0, 1768, 0, 0] },
    };

    [SkippableTheory]
    [MemberData(nameof(Sarif))]
    public void A_sarif_sample_gives_every_result_with_its_severity(string file, int entries, int[] severities)
    {
        var path = Repository.RequireShared("samples", "sarif", file);

        var reading = ReportReading.ReadFile(path);

        Assert.Empty(reading.Summary.Warnings);
        Assert.Equal(entries, reading.Taken.Count);
        Assert.Equal(severities, Bands(reading.Taken));
    }

    /// <summary>As above; the severities are the words in the files.</summary>
    public static TheoryData<string, int, int[]> Generic => new()
    {
        { "generic_report1.json", 2, [0, 0, 2, 0, 0] },
        { "generic_report1_more_tags.json", 2, [0, 0, 2, 0, 0] },
        { "generic_report2.json", 2, [1, 0, 1, 0, 0] },
        { "generic_report3.json", 4, [3, 0, 1, 0, 0] },
        { "generic_report4.json", 1, [0, 0, 0, 1, 0] },
        { "generic_report_fix_version.json", 2, [0, 1, 1, 0, 0] },
        { "generic_report_kev_cvssv4.json", 2, [0, 0, 2, 0, 0] },
        { "generic_custom_test.json", 1, [0, 0, 1, 0, 0] },
        { "generic_custom_test_with_meta.json", 1, [0, 0, 1, 0, 0] },
        { "generic_no_type.json", 1, [0, 0, 1, 0, 0] },
        { "generic_one_finding_with_component_name.json", 1, [0, 1, 0, 0, 0] },
        { "generic_two_findings_same_component_name.json", 2, [1, 1, 0, 0, 0] },
        { "test_import_report1.json", 4, [4, 0, 0, 0, 0] },
        { "test_import_report2.json", 4, [4, 0, 0, 0, 0] },
        { "generic_test_type_1.json", 1, [0, 1, 0, 0, 0] },
    };

    [SkippableTheory]
    [MemberData(nameof(Generic))]
    public void A_generic_sample_gives_every_entry_with_its_severity(string file, int entries, int[] severities)
    {
        var path = Repository.RequireShared("samples", "generic", file);

        var reading = ReportReading.ReadFile(path);

        Assert.Equal("generic", Assert.IsType<Report.Readable>(reading.Report).Scanner);
        Assert.Equal(entries, reading.Taken.Count);
        Assert.Equal(severities, Bands(reading.Taken));
    }

    [SkippableFact]
    public async Task Of_entries_that_contradict_each_other_the_last_counts_and_the_scan_says_so()
    {
        var path = Repository.RequireShared("samples", "generic", "test_import_report1.json");
        var bench = new ScanBench();

        var scan = await bench.PostAsync(ReportReading.ReadFile(path).Taken);

        Assert.Empty(await bench.FindingsAsync());
        Assert.Contains("another state", Assert.Single(scan.Warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Sarif_samples_name_their_suppressed_and_passed_entries()
    {
        var suppressed = ReportReading.ReadFile(Repository.RequireShared("samples", "sarif", "suppression_test.sarif"));
        var passed = ReportReading.ReadFile(Repository.RequireShared("samples", "sarif", "flawfinder.sarif"));
        var draft = ReportReading.ReadFile(Repository.RequireShared("samples", "sarif", "appendix_k.sarif"));

        Assert.Equal(3, suppressed.Taken.Count(finding => finding.State == ReportedState.Suppressed));
        Assert.Equal(2, suppressed.Taken.Count(finding => finding.State == ReportedState.Open));
        Assert.Equal(1, passed.Taken.Count(finding => finding.State == ReportedState.NotAFinding));
        Assert.Equal(ReportedState.Suppressed, draft.Only.State);
    }

    [Fact]
    public void The_sarif_sample_has_something_of_everything()
    {
        var reading = ReportReading.ReadFile(Repository.Sample("reports/two-tools.sarif"));

        Assert.Empty(reading.Summary.Warnings);
        Assert.True(reading.Summary.IsWhole);
        Assert.Equal(["lookout", "larder"], reading.Summary.Tools);
        Assert.Equal([2, 5, 3, 1, 1], Bands(reading.Taken));
        Assert.Equal(11, reading.Taken.Count(finding => finding.State == ReportedState.Open));
        Assert.All(reading.Taken, finding => Assert.NotEmpty(finding.Finding.Cwes));
        Assert.All(reading.Taken, finding => Assert.NotEmpty(finding.Identities));
    }

    [Fact]
    public void The_generic_sample_shows_what_the_format_can_say()
    {
        var reading = ReportReading.ReadFile(Repository.Sample("reports/generic.json"));

        Assert.Empty(reading.Summary.Warnings);
        Assert.Equal([2, 1, 1, 1, 0], Bands(reading.Taken));
        Assert.Equal(
            [ReportedState.Open, ReportedState.Open, ReportedState.Suppressed, ReportedState.Fixed, ReportedState.Open],
            reading.Taken.Select(finding => finding.State));
    }

    private static int[] Bands(IReadOnlyList<ReportedFinding> findings) =>
        [.. Enum.GetValues<Severity>().OrderDescending().Select(severity => findings.Count(finding => finding.Finding.Rating.Value == severity))];
}
