using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Qualys;

/// <summary>What the XML of Qualys VM says, and what is made of it.</summary>
public sealed class QualysVmTests
{
    private static readonly string Report = File.ReadAllText(Repository.Sample("reports/qualys/asset-data.xml"));
    private static readonly string Scan = File.ReadAllText(Repository.Sample("reports/qualys/scan.xml"));
    private static readonly string Answer = File.ReadAllText(Repository.Sample("reports/qualys/detections.xml"));

    [Fact]
    public void A_detection_is_joined_with_the_glossary_behind_it()
    {
        var found = ReportReading.Read(Report).Taken[0];

        Assert.Equal("Weak ciphers are accepted", found.Finding.Title);
        Assert.Equal("Protocol\tCipher\nTLSv1.0\tRC4", found.Finding.Message);
        Assert.Equal(new Rating(Severity.High, "4", "SEVERITY"), found.Finding.Rating);
        Assert.Equal(["CVE-2015-2808", "CVE-2013-2566"], found.Finding.Cves);
        Assert.Equal((5.9, "AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N"), (found.Finding.CvssScore, found.Finding.CvssVector));
        Assert.Equal(["https://docs.example/tls", "https://exploits.example/1", "https://rfc.example/7465"], found.Finding.References);
        Assert.Equal(new Place { Host = "pay.shop.example", Port = 443, Protocol = "tcp" }, found.Finding.Place);
        Assert.Equal(DateTimeOffset.Parse("2026-04-01T10:00:00Z", null), found.Finding.DetectedAt);
        var rule = new Rule("500001")
        {
            Name = "Weak ciphers are accepted",
            Description = "The server accepts RC4.\n\nIt should not.\n\nImpact:\nTraffic can be read.",
            Advice = "Switch it off; see the guide (https://docs.example/tls).",
        };
        Assert.Equal(rule, found.Finding.Rule);
        Assert.Same(found.Finding.Rule, ReportReading.Read(Report).Taken is [var first, .., var last] && first.Finding.Rule == last.Finding.Rule ? found.Finding.Rule : null);
    }

    [Fact]
    public void The_identity_is_check_host_and_port_and_the_host_is_what_it_is_followed_by()
    {
        var taken = ReportReading.Read(Report).Taken;

        string[] first = ["ip:4711/192.0.2.10|500001|443|tcp|ssl||pay.shop.example", "name:shop.example|500001|443|tcp|ssl||pay.shop.example"];
        string[] last = ["name:laptop-7|500001|443|tcp|||", "ip:/192.0.2.11|500001|443|tcp|||"];
        Assert.Equal(first, taken[0].Identities);
        Assert.Equal(last, taken[4].Identities);
    }

    [Fact]
    public void Status_and_kind_decide_what_is_open_and_what_is_only_information()
    {
        var taken = ReportReading.Read(Report).Taken;

        Assert.Equal(
            [ReportedState.Open, ReportedState.Fixed, ReportedState.Open, ReportedState.Open, ReportedState.Open],
            taken.Select(found => found.State));
        Assert.Equal(new Rating(Severity.Info, "3", "information gathered"), taken[2].Finding.Rating);
        Assert.StartsWith("Potential vulnerability", taken[1].Finding.Message, StringComparison.Ordinal);
        Assert.EndsWith("version 1.2 is < 1.3", taken[1].Finding.Message, StringComparison.Ordinal);
        Assert.Equal(("It is old.", null), (taken[1].Finding.Rule.Description, taken[1].Finding.Rule.Advice));
        Assert.Equal((6.8, null), (taken[1].Finding.CvssScore, taken[1].Finding.CvssVector));
    }

    [Fact]
    public void A_check_that_the_glossary_does_not_know_is_still_a_finding()
    {
        var reading = ReportReading.Read(Report);

        Assert.Equal("QID 500009", reading.Taken[3].Finding.Title);
        Assert.Equal(new Rating(Severity.Medium, null, "default"), reading.Taken[3].Finding.Rating);
        Assert.Contains("QID 500009", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
        Assert.True(reading.Summary.IsWhole);
    }

    [Fact]
    public void A_glossary_larger_than_what_is_held_of_it_is_joined_just_the_same()
    {
        const int Checks = 12_000;
        var text = string.Concat(Enumerable.Repeat("word ", 200));
        var detections = string.Concat(new[] { 0, Checks / 2, Checks - 1, 0 }.Select(i => $"<VULN_INFO><QID id=\"qid_{i}\">{i}</QID></VULN_INFO>"));
        var glossary = string.Concat(Enumerable.Range(0, Checks).Select(i =>
            $"<VULN_DETAILS id=\"qid_{i}\"><QID>{i}</QID><TITLE>Check {i}</TITLE><SEVERITY>{1 + (i % 5)}</SEVERITY><THREAT>{text}{i}</THREAT></VULN_DETAILS>"));
        var body = $"<ASSET_DATA_REPORT><HOST_LIST><HOST><IP>10.0.0.7</IP><VULN_INFO_LIST>{detections}</VULN_INFO_LIST></HOST></HOST_LIST>"
            + $"<GLOSSARY><VULN_DETAILS_LIST>{glossary}</VULN_DETAILS_LIST></GLOSSARY></ASSET_DATA_REPORT>";

        var taken = ReportReading.Read(body).Taken;

        Assert.Equal(["Check 0", "Check 6000", "Check 11999", "Check 0"], taken.Select(entry => entry.Finding.Title));
        Assert.Equal(["0", "6000", "11999", "0"], taken.Select(entry => entry.Finding.Rule.Description!.Split(' ')[^1]));
        Assert.Equal(["1", "1", "5", "1"], taken.Select(entry => entry.Finding.Rating.Raw));
    }

    [Fact]
    public void The_glossary_may_also_stand_in_front_of_the_hosts()
    {
        var start = Report.IndexOf("<GLOSSARY>", StringComparison.Ordinal);
        var end = Report.IndexOf("</GLOSSARY>", StringComparison.Ordinal) + "</GLOSSARY>".Length;
        var moved = Report.Remove(start, end - start).Replace("<HOST_LIST>", Report[start..end] + "<HOST_LIST>", StringComparison.Ordinal);

        Assert.Equal(
            ReportReading.Read(Report).Taken.Select(found => found.Finding.Title), ReportReading.Read(moved).Taken.Select(found => found.Finding.Title));
    }

    [Fact]
    public void A_scan_tells_its_checks_entry_by_entry_and_the_port_by_category()
    {
        var taken = ReportReading.Read(Scan).Taken;

        Assert.Equal(4, taken.Count);
        Assert.Equal("ip:/192.0.2.20|600001|8443|tcp|ssl||", taken[0].Identities[0]);
        Assert.Equal("ip:/192.0.2.20|600001|8080|tcp|||", taken[1].Identities[0]);
        Assert.Equal(new Place { Host = "192.0.2.20", Port = 8443, Protocol = "tcp" }, taken[0].Finding.Place);
        Assert.Equal(["CVE-2026-0002", "CVE-2026-0001"], taken[0].Finding.Cves);
        Assert.Equal(new Rating(Severity.Critical, "5", "severity"), taken[0].Finding.Rating);
        Assert.Equal("Any visitor can run code.\n\nImpact:\nAll is lost.", taken[0].Finding.Rule.Description);
        Assert.Same(taken[0].Finding.Rule, taken[1].Finding.Rule);
        Assert.Equal([Severity.Medium, Severity.Info], taken.Skip(2).Select(found => found.Finding.Rating.Value));
    }

    [Theory]
    [InlineData("FINISHED", "CANCELED")]
    [InlineData("</HEADER>", "</HEADER><ERROR number=\"999\">Internal error</ERROR>")]
    public void A_scan_that_did_not_end_well_closes_nothing(string good, string bad)
    {
        var reading = ReportReading.Read(Scan.Replace(good, bad, StringComparison.Ordinal));

        Assert.False(reading.Summary.IsWhole);
        Assert.Single(reading.Summary.Warnings);
        Assert.Equal(4, reading.Taken.Count);
    }

    [Fact]
    public void An_answer_of_the_api_has_identities_of_its_own_and_no_titles()
    {
        var taken = ReportReading.Read(Answer).Taken;

        string[] identities = ["unique:993527", "asset:6506432|700001|5432|tcp|ssl||", "ip:/192.0.2.30|700001|5432|tcp|ssl||", "name:db.example|700001|5432|tcp|ssl||"];
        Assert.Equal(identities, taken[0].Identities);
        Assert.Equal("QID 700001", taken[0].Finding.Title);
        Assert.Equal(new Rating(Severity.High, "4", "SEVERITY"), taken[0].Finding.Rating);
        Assert.Equal(["192.0.2.30"], taken[0].Finding.AlsoAt);
        Assert.Equal([ReportedState.Open, ReportedState.Suppressed, ReportedState.Open], taken.Select(found => found.State));
        Assert.Equal(Severity.Info, taken[2].Finding.Rating.Value);
    }

    [Fact]
    public void A_page_of_an_answer_closes_nothing()
    {
        const string Warning = "<WARNING><CODE>1980</CODE><TEXT>1000 record limit exceeded</TEXT><URL><![CDATA[https://q.example/?id_min=7]]></URL></WARNING></RESPONSE>";

        var reading = ReportReading.Read(Answer.Replace("</RESPONSE>", Warning, StringComparison.Ordinal));

        Assert.False(reading.Summary.IsWhole);
        Assert.Contains("1000 record limit", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_place_of_a_report_is_refused_with_its_text()
    {
        var body = "<!DOCTYPE SIMPLE_RETURN SYSTEM \"x\"><SIMPLE_RETURN><RESPONSE><CODE>2000</CODE><TEXT>Bad login/password</TEXT></RESPONSE></SIMPLE_RETURN>";

        Assert.Contains("Bad login/password", ReportReading.Read(body).Refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<QID id=\"qid_500001\">500001</QID>\n          <TYPE>Vuln", "<TYPE>Vuln")]
    [InlineData("<QID id=\"qid_500009\">500009</QID>", "<QID>seven</QID>")]
    public void A_detection_without_a_check_costs_itself_and_the_closing_of_others(string good, string bad)
    {
        var body = Report.ReplaceLineEndings("\n");
        var at = body.IndexOf(good, StringComparison.Ordinal);

        var reading = ReportReading.Read(string.Concat(body.AsSpan(0, at), bad, body.AsSpan(at + good.Length)));

        Assert.Equal(4, reading.Taken.Count);
        Assert.False(reading.Summary.IsWhole);
        Assert.Contains(reading.Summary.Warnings, warning => warning.Contains("line ", StringComparison.Ordinal));
    }
}
