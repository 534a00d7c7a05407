using System.Globalization;
using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Qualys;

/// <summary>Real reports of Qualys give exactly the findings that are in them.</summary>
public sealed class QualysSampleTests
{
    /// <summary>
    /// File, tool, entries, how many have the raw severities 1 to 5, and how many of each severity from critical to info. 5 to 1
    /// are critical to info; what is only information gathered is info whatever its number: 209 of the 301 entries of the first
    /// file, 16 of the 24 of the scan with two hosts, and all but 4 of those of the web application scans.
    /// </summary>
    public static TheoryData<string, string, int, int[], int[]> Samples => new()
    {
        { "Qualys_Sample_Report.xml", "qualys", 301, [177, 65, 46, 6, 7], [7, 6, 32, 39, 217] },
        { "empty.xml", "qualys", 0, [0, 0, 0, 0, 0], [0, 0, 0, 0, 0] },
        { "qualys_infrascan_webgui_multiple.xml", "qualys", 24, [8, 8, 4, 0, 4], [4, 0, 0, 4, 16] },
        { "qualys_infrascan_webgui_0.xml", "qualys", 0, [0, 0, 0, 0, 0], [0, 0, 0, 0, 0] },
        { "qualys_infrascan_webgui_1.xml", "qualys", 1, [0, 0, 0, 0, 1], [1, 0, 0, 0, 0] },
        { "Qualys_Sample_Report.csv", "qualys", 6, [0, 0, 0, 0, 6], [6, 0, 0, 0, 0] },
        { "many_vulns_qid.csv", "qualys", 5, [1, 1, 1, 1, 1], [1, 1, 1, 1, 1] },
        { "one_vuln_qid.csv", "qualys", 1, [0, 0, 0, 0, 1], [1, 0, 0, 0, 0] },
        { "one_vuln_cve.csv", "qualys", 1, [0, 0, 0, 0, 1], [1, 0, 0, 0, 0] },
        { "no_vuln_qid.csv", "qualys", 0, [0, 0, 0, 0, 0], [0, 0, 0, 0, 0] },
        { "no_vuln_cve.csv", "qualys", 0, [0, 0, 0, 0, 0], [0, 0, 0, 0, 0] },

        // The raw severity is Q_SEVERITY, which is 1 in both rows; the M beside it is the level by the rules of PCI.
        { "one_finding.csv", "qualys-pci", 2, [2, 0, 0, 0, 0], [0, 0, 0, 0, 2] },
        { "zero_finding.csv", "qualys-pci", 0, [0, 0, 0, 0, 0], [0, 0, 0, 0, 0] },
        { "qualys_webapp_many_vuln.xml", "qualys-was", 22, [13, 7, 2, 0, 0], [0, 0, 1, 1, 20] },
        { "qualys_webapp_no_vuln.xml", "qualys-was", 17, [11, 6, 0, 0, 0], [0, 0, 0, 0, 17] },
    };

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public void A_sample_gives_every_entry_with_its_severity(string file, string tool, int entries, int[] raw, int[] severities)
    {
        var path = Repository.RequireShared("samples", "qualys", file);

        var reading = ReportReading.ReadFile(path);

        Assert.Empty(reading.Summary.Warnings);
        Assert.True(reading.Summary.IsWhole);
        Assert.Equal([tool], reading.Summary.Tools);
        Assert.Equal(entries, reading.Taken.Count);
        Assert.Equal(raw, Enumerable.Range(1, 5).Select(number => reading.Taken.Count(f => f.Finding.Rating.Raw == number.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(severities, Enum.GetValues<Severity>().OrderDescending().Select(severity => reading.Taken.Count(f => f.Finding.Rating.Value == severity)));
        Assert.Equal(entries, reading.Taken.Select(f => f.Identities[0]).Distinct().Count());
    }

    [SkippableFact]
    public void A_detection_that_is_active_again_is_open_and_a_fixed_one_is_not()
    {
        var again = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "Qualys_Sample_Report.csv"));
        var mixed = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "many_vulns_qid.csv"));

        Assert.All(again.Taken, found => Assert.Equal(ReportedState.Open, found.State));
        Assert.Equal(ReportedState.Fixed, Assert.Single(mixed.Taken, found => found.State != ReportedState.Open).State);
    }

    [SkippableFact]
    public void One_asset_with_several_addresses_is_one_place()
    {
        var taken = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "many_vulns_qid.csv")).Taken;

        Assert.Equal(["10.0.0.20", "10.0.0.21"], taken[2].Finding.AlsoAt);
        Assert.Equal(["2001:db8::1"], taken[4].Finding.AlsoAt);
        Assert.Equal("asset:100000003|100003|22|tcp|||", taken[2].Identities[0]);
        Assert.Equal(new Place { Host = "APPSERVER01", Port = 22, Protocol = "tcp" }, taken[2].Finding.Place);
    }

    [SkippableFact]
    public void A_check_brings_all_its_vulnerabilities_and_its_score()
    {
        var scan = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "qualys_infrascan_webgui_1.xml")).Only.Finding;
        var csv = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "Qualys_Sample_Report.csv")).Taken[0].Finding;
        var row = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "one_vuln_cve.csv")).Only.Finding;

        Assert.Equal(19, scan.Cves.Count);
        Assert.Equal((3.4, null), (scan.CvssScore, scan.CvssVector));
        Assert.Equal((8.1, "AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H"), (csv.CvssScore, csv.CvssVector));
        Assert.Equal(["CVE-2021-44228"], row.Cves);
        Assert.Equal((10.0, true), (row.CvssScore, row.IsExploited));
    }

    [SkippableFact]
    public void Web_findings_are_told_with_page_and_weakness_and_without_cookies()
    {
        var reading = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "qualys_webapp_many_vuln.xml"));

        var found = reading.Taken[0];
        Assert.Equal("https://store.example.com/js/xdr/core/lang/xdr_en.json.gz", found.Finding.Place.Url);
        Assert.Equal([22], found.Finding.Cwes);
        Assert.Equal("unique:2ba09eec-7bb4-11ea-8a61-939892c11a65", found.Identities[0]);
        Assert.All(reading.Taken.Take(4), f => Assert.DoesNotContain("NSC_ERR", f.Finding.Message ?? string.Empty, StringComparison.Ordinal));
        Assert.Contains("IP_address Host_name", Assert.Single(reading.Taken, f => f.Finding.Rule.Id == "6").Finding.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void No_markup_is_left_in_what_is_known_of_a_check()
    {
        var reading = ReportReading.ReadFile(Repository.RequireShared("samples", "qualys", "Qualys_Sample_Report.xml"));

        var texts = reading.Taken.SelectMany(f => new[] { f.Finding.Rule.Description, f.Finding.Rule.Advice }).OfType<string>().ToList();
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotContain("<P>", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(texts, text => Assert.DoesNotContain("<A HREF", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(reading.Taken, f => Assert.Null(f.Finding.Rule.Advice == "N/A" ? "N/A" : null));
    }
}
