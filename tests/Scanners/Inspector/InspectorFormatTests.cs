using System.Text;
using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Inspector;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Inspector;

public sealed class InspectorFormatTests
{
    private static readonly InspectorFormat Format = new();

    [SkippableTheory]
    [InlineData("aws_inspector2_many_vul.json", 8, "HIGH=2, LOW=1, MEDIUM=3, UNTRIAGED=2", "Fixed=1, Open=7")]
    [InlineData("aws_inspector2_one_vul.json", 1, "MEDIUM=1", "Open=1")]
    [InlineData("aws_inspector2_zero_vul.json", 0, "", "")]
    [InlineData("aws_inspector2_package_vuln_metadata_multi_cwe_fabricated.json", 3, "HIGH=2, MEDIUM=1", "Open=3")]
    public void Every_real_list_is_counted_and_rated_as_listed(string file, int entries, string severities, string states)
    {
        var report = ReportReading.OfShared(Format, "inspector", file);

        Assert.Equal(entries, report.Taken.Count);
        Assert.Equal(severities, report.RawSeverities);
        Assert.Equal(states, report.States);
        Assert.True(report.Summary.IsWhole);
    }

    [SkippableFact]
    public void A_package_finding_tells_image_package_and_score_and_keeps_an_identity_when_the_image_is_rebuilt()
    {
        var entry = ReportReading.OfShared(Format, "inspector", "aws_inspector2_many_vul.json").Taken[0];

        Assert.Equal(
            new Place { Symbol = "my-awesome-docker-image", Component = "linux", Version = "4.19.118-2", FixedVersion = "0:4.19.232-1" }, entry.Finding.Place);
        Assert.Equal(5.5, entry.Finding.CvssScore);
        Assert.Equal("image:012345678901/my-awesome-docker-image:2.3.0|CVE-2021-3744|linux", entry.Identities[1]);
        Assert.NotNull(entry.Finding.DetectedAt);
    }

    [SkippableFact]
    public void A_code_finding_tells_file_lines_and_weaknesses()
    {
        var finding = ReportReading.OfShared(Format, "inspector", "aws_inspector2_package_vuln_metadata_multi_cwe_fabricated.json").Entry("python-log-injection").Finding;

        Assert.Equal(("src/project_api/service/api_client.py", 268), (finding.Place.Path, finding.Place.Line));
        Assert.Equal([93, 117], finding.Cwes);
    }

    [Fact]
    public void An_event_is_one_finding_and_never_the_whole()
    {
        var report = ReportReading.OfSample(Format, "inspector-event.json");

        var entry = Assert.Single(report.Taken);
        Assert.Equal(ReportedState.Suppressed, entry.State);
        Assert.Equal(new Place { Host = "i-0c2a343f1948d5205", Port = 22, Protocol = "TCP" }, entry.Finding.Place);
        Assert.Equal(new DateTimeOffset(2030, 4, 1, 16, 59, 44, 356, TimeSpan.Zero), entry.Finding.DetectedAt);
        Assert.False(report.Summary.IsWhole);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    public void Events_in_lines_or_glued_are_read_and_of_one_finding_only_the_newest(string between)
    {
        var body = string.Join(between, Event("a", "ACTIVE", "2030-01-02T00:00:00Z"), Event("b", "ACTIVE", "2030-01-01T00:00:00Z"), Event("a", "CLOSED", "2030-01-03T00:00:00Z"), Event("b", "CLOSED", "2029-01-01T00:00:00Z"));

        var report = ReportReading.Of(Format, body);

        Assert.Equal([ReportedState.Open, ReportedState.Fixed], report.Taken.Select(entry => entry.State));
        Assert.False(report.Summary.IsWhole);
        Assert.Contains("2 events are older", Assert.Single(report.Summary.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_that_a_queue_wrapped_up_as_text_are_read()
    {
        var notification = JsonSerializer.Serialize(new { Type = "Notification", MessageId = "1", Message = Event("a", "ACTIVE", "2030-01-02T00:00:00Z") });
        var body = JsonSerializer.Serialize(new { Records = new[] { new { body = notification }, new { body = "{ broken" } } });

        var report = ReportReading.Of(Format, Encoding.UTF8.GetBytes(body), "inspector");

        Assert.Single(report.Taken);
        Assert.False(report.Summary.IsWhole);
        Assert.Single(report.Summary.Warnings);
    }

    [Fact]
    public void Events_about_something_else_are_passed_over()
    {
        const string Body = """{"detail-type":"Inspector2 Scan","source":"aws.inspector2","detail":{"scan-status":"COMPLETE"}}""";

        var report = ReportReading.Of(Format, Body);

        Assert.Empty(report.Taken);
        Assert.False(report.Summary.IsWhole);
    }

    [Fact]
    public void A_list_with_a_next_token_is_partial_and_an_object_without_findings_is_no_list()
    {
        const string Page = """{"findings":[{"findingArn":"arn:x","severity":"LOW","updatedAt":1890000000.5}],"nextToken":"abc"}""";

        var page = ReportReading.Of(Format, Page);

        Assert.Single(page.Taken);
        Assert.False(page.Summary.IsWhole);
        Assert.NotEmpty(ReportReading.Of(Format, "{}"u8.ToArray(), "inspector").Reason);
    }

    [Fact]
    public void An_event_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var body = File.ReadAllBytes(Repository.Sample("reports/inspector-event.json"));

        Assert.Empty(ReportReading.CutsThatSucceed(Format, body, step: 7));
    }

    private static string Event(string finding, string status, string updated) =>
        $$$"""{"detail-type":"Inspector2 Finding","source":"aws.inspector2","detail":{"findingArn":"arn:aws:inspector2:x:1:finding/{{{finding}}}","status":"{{{status}}}","severity":"LOW","updatedAt":"{{{updated}}}"}}""";
}
