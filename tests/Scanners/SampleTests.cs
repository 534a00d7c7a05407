using Patchbay.Findings;
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

    private static int[] Bands(IReadOnlyList<ReportedFinding> findings) =>
        [.. Enum.GetValues<Severity>().OrderDescending().Select(severity => findings.Count(finding => finding.Finding.Rating.Value == severity))];
}
