using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Qualys;

/// <summary>What the CSV exports say, and what is made of it.</summary>
public sealed class QualysCsvTests
{
    private const string Pci =
        "\"IP\",\"HOSTNAME\",\"QID\",\"VULN TITLE\",\"TYPE\",\"SEVERITY\",\"PORT\",\"PROTOCOL\",\"IS_PCI\",\"FALSE POSITIVE STATUS\",\"CVSS_BASE\",\"Q_SEVERITY\",\"THREAT\",\"RESULT\"\n";

    private static readonly string Vm = File.ReadAllText(Repository.Sample("reports/qualys/vm.csv")).ReplaceLineEndings("\r\n");
    private static readonly string Cve = File.ReadAllText(Repository.Sample("reports/qualys/vmdr-cve.csv"));

    [Fact]
    public void A_row_is_a_detection_wherever_its_columns_stand()
    {
        var found = ReportReading.Read(Vm).Taken[0];

        Assert.Equal("Weak ciphers are accepted", found.Finding.Title);
        Assert.Equal("The server accepts \"RC4\".\nIt should not.\n\nImpact:\nTraffic can be read.", found.Finding.Rule.Description);
        Assert.Equal(new Rating(Severity.High, "4", "Severity"), found.Finding.Rating);
        Assert.Equal(["CVE-2013-2566", "CVE-2015-2808"], found.Finding.Cves);
        Assert.Equal(["https://exploits.example/1"], found.Finding.References);
        Assert.Equal("TLSv1.0\tRC4", found.Finding.Message);
        Assert.Equal(DateTimeOffset.Parse("2026-05-06T07:08:28Z", null), found.Finding.DetectedAt);
        Assert.Equal(["ip:/192.0.2.10|500001|443|tcp|ssl||", "name:shop.example|500001|443|tcp|ssl||"], found.Identities);
    }

    [Fact]
    public void Hosts_without_detections_and_repeated_headers_are_no_detections()
    {
        var reading = ReportReading.Read(Vm);

        Assert.Empty(reading.Summary.Warnings);
        Assert.True(reading.Summary.IsWhole);
        Assert.Equal(["500001", "500002", "500003"], reading.Taken.Select(found => found.Finding.Rule.Id));
        Assert.Equal([ReportedState.Open, ReportedState.Fixed, ReportedState.Open], reading.Taken.Select(found => found.State));
        Assert.Equal("ORCL", reading.Taken[1].Finding.Place.Symbol);
        Assert.Equal("ip:Lab/192.0.2.10|500002|1521|tcp||ORCL|", reading.Taken[1].Identities[0]);
        Assert.Equal(Severity.Info, reading.Taken[2].Finding.Rating.Value);
    }

    [Fact]
    public void Rows_of_one_detection_say_the_same_whichever_cve_they_are_about()
    {
        var taken = ReportReading.Read(Cve).Taken;

        Assert.Equal(3, taken.Count);
        Assert.Equal(["CVE-2026-0001", "CVE-2026-0002"], taken[0].Finding.Cves);
        Assert.Equal(9.8, taken[0].Finding.CvssScore);
        Assert.True(taken[0].Finding.IsExploited);
        Assert.Equal(taken[0].Identities, taken[2].Identities);
        Assert.Equal(taken[0].Finding.Cves, taken[2].Finding.Cves);
        Assert.Equal((taken[0].Finding.Place, taken[0].Finding.Rating), (taken[2].Finding.Place, taken[2].Finding.Rating));
    }

    [Fact]
    public void An_ignored_detection_is_suppressed_and_a_port_of_nought_is_none()
    {
        var found = ReportReading.Read(Cve).Taken[1];

        Assert.Equal(ReportedState.Suppressed, found.State);
        Assert.Equal(new Place { Host = "APP2" }, found.Finding.Place);
        Assert.Equal(["2001:db8::9"], found.Finding.AlsoAt);
        Assert.Equal(["asset:78|730144||||||", "ip:/2001:db8::9|730144||||||", "name:app2|730144||||||"], found.Identities.Select(id => id + "|"));
    }

    [Theory]
    [InlineData("-", ReportedState.Open)]
    [InlineData("Requested", ReportedState.Open)]
    [InlineData("Rejected", ReportedState.Open)]
    [InlineData("Approved", ReportedState.FalsePositive)]
    public void Only_an_agreed_false_positive_is_one(string review, ReportedState state)
    {
        var row = $"\"192.0.2.50\",\"pay.example\",\"38170\",\"Certificate\",\"CONFIRMED\",\"M\",\"443\",\"tcp\",\"Fail\",\"{review}\",\"5.0\",\"2\",\"t\",\"r\"\n";

        var found = ReportReading.Read(Pci + row).Only;

        Assert.Equal(state, found.State);
        Assert.Equal(new Rating(Severity.Low, "2", "Q_SEVERITY"), found.Finding.Rating);
        Assert.Equal("qualys-pci", found.Finding.Tool);
    }

    [Fact]
    public void A_row_with_a_title_and_no_check_costs_itself_and_the_closing_of_others()
    {
        var reading = ReportReading.Read(Pci + "\"192.0.2.50\",\"a\",\"\",\"Certificate\"\n\"192.0.2.50\",\"a\",\"38170\",\"Certificate\",\"CONFIRMED\",\"M\",\"443\",\"tcp\",,,,\"2\",,\n");

        Assert.Equal("38170", reading.Only.Finding.Rule.Id);
        Assert.False(reading.Summary.IsWhole);
        Assert.Contains("line 2", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stray_quote_costs_the_closing_of_others_and_no_row()
    {
        var reading = ReportReading.Read(Pci + "1.2.3.4,a,38170,Cert\"ificate,CONFIRMED,M,443,tcp,,,,2,,\n1.2.3.4,a,38171,Other,CONFIRMED,M,443,tcp,,,,2,,\n");

        Assert.Equal(2, reading.Taken.Count);
        Assert.False(reading.Summary.IsWhole);
    }

    [Fact]
    public void Every_cut_within_a_row_is_refused_with_its_line()
    {
        var header = Vm.IndexOf("\"IP\"", StringComparison.Ordinal);
        var end = Vm.IndexOf("\"192.0.2.12\"", StringComparison.Ordinal) - 2;
        var begin = Vm.IndexOf("\"192.0.2.10\"", header, StringComparison.Ordinal);

        for (var length = begin + 1; length < end - 1; length++)
        {
            var refusal = ReportReading.Read(Vm[..length]).Refusal;

            Assert.Equal("line 5", refusal.At);
        }
    }

    [Theory]
    [InlineData("QID,Title\n1,2\n")]
    [InlineData("IP,Title\n1,2\n")]
    [InlineData("Title;QID;IP\n1;2;3\n")]
    public void Another_table_is_no_export(string body) => Assert.Contains("QID", ReportReading.Read(body, "qualys").Refusal.Reason, StringComparison.Ordinal);
}
