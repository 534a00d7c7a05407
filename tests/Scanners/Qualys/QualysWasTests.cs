using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Qualys;

/// <summary>What reports of web application scans say, and what is made of it.</summary>
public sealed class QualysWasTests
{
    private static readonly string Report = File.ReadAllText(Repository.Sample("reports/qualys/was-webapp.xml"));

    [Fact]
    public void An_entry_is_joined_with_the_glossary_behind_it()
    {
        var reading = ReportReading.Read(Report);

        var found = reading.Taken[0];
        Assert.Empty(reading.Summary.Warnings);
        Assert.Equal(["qualys-was"], reading.Summary.Tools);
        Assert.Equal("Cross-site scripting", found.Finding.Title);
        Assert.Equal(new Rating(Severity.Critical, "5", "SEVERITY"), found.Finding.Rating);
        Assert.Equal([20, 79], found.Finding.Cwes);
        Assert.Equal("Payload:\n\"><script>", found.Finding.Message);
        Assert.Equal("https://shop.example/search?q&page", found.Finding.Place.Url);
        Assert.Equal("q", found.Finding.Place.Parameter);
        Assert.Equal(DateTimeOffset.Parse("2026-03-11T17:07:00Z", null), found.Finding.DetectedAt);
        Assert.Equal(["unique:11111111-0000-0000-0000-000000000001", "page:42|150001|https://shop.example/search?q&page|q"], found.Identities);
        Assert.Equal(["page:42|150001|https://shop.example/about|"], reading.Taken[1].Identities);
    }

    [Fact]
    public void What_people_ignored_or_a_firewall_stops_is_suppressed()
    {
        var taken = ReportReading.Read(Report).Taken;

        Assert.Equal(
            [ReportedState.Open, ReportedState.Suppressed, ReportedState.Suppressed, ReportedState.Fixed, ReportedState.Open],
            taken.Select(found => found.State));
    }

    [Fact]
    public void The_entry_itself_says_before_the_glossary_whether_it_is_proved()
    {
        var taken = ReportReading.Read(Report).Taken;

        Assert.StartsWith("Potential", taken[1].Finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("Potential", taken[2].Finding.Message, StringComparison.Ordinal);
        Assert.Equal([Severity.Critical, Severity.Critical, Severity.Medium, Severity.High, Severity.Info], taken.Select(found => found.Finding.Rating.Value));
    }

    [Fact]
    public void Information_is_on_its_application_and_its_data_is_decoded()
    {
        var found = ReportReading.Read(Report).Taken[4];

        Assert.Equal("Grüße", found.Finding.Message);
        Assert.Equal("shop.example", found.Finding.Place.Host);
        Assert.Equal(["page:42|150004||"], found.Identities);
    }

    [Fact]
    public void Nothing_of_a_request_or_response_is_kept() =>
        Assert.DoesNotContain("SECRET", JsonSerializer.Serialize(ReportReading.Read(Report).Taken), StringComparison.Ordinal);

    [Fact]
    public void Data_that_is_no_base64_costs_itself()
    {
        var reading = ReportReading.Read(Report.Replace("R3LDvMOfZQo=", "R3Ü not base64 ***", StringComparison.Ordinal));

        Assert.Equal(5, reading.Taken.Count);
    }

    [Fact]
    public void A_scan_that_ran_out_of_time_closes_nothing()
    {
        var reading = ReportReading.Read(Report.Replace("<STATUS>Finished", "<STATUS>Time Limit Reached", StringComparison.Ordinal));

        Assert.False(reading.Summary.IsWhole);
        Assert.Contains("Time Limit Reached", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }
}
