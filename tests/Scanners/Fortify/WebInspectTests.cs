using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Fortify;

/// <summary>What WebInspect's exports say, and what is made of it.</summary>
public sealed class WebInspectTests
{
    private static readonly string Text = File.ReadAllText(Repository.Sample("reports/fortify/webinspect.xml"));

    [Fact]
    public void An_issue_is_told_with_its_check_its_page_and_its_severity()
    {
        var reading = ReportReading.Read(Text);

        var found = reading.Taken[0];
        Assert.Equal(["webinspect"], reading.Summary.Tools);
        Assert.Equal("webinspect", found.Finding.Tool);
        Assert.Equal("A script was echoed.\nAgain and again.", found.Finding.Message);
        Assert.Equal(new Rating(Severity.Critical, "4", "Severity"), found.Finding.Rating);
        Assert.Equal([79], found.Finding.Cwes);
        Assert.Equal(["https://cwe.example/79"], found.Finding.References);
        var rule = new Rule("5649")
        {
            Name = "Cross-Site Scripting: Reflected",
            Description = "Visitors run foreign code.\n\nOpen the URL.",
            Advice = "Encode what you write.",
        };
        Assert.Equal(rule, found.Finding.Rule);
        Assert.Same(found.Finding.Rule, reading.Taken[1].Finding.Rule);
    }

    [Fact]
    public void The_identity_is_check_method_and_page_without_query_values()
    {
        var taken = ReportReading.Read(Text).Taken;

        string[] expected =
        [
            "check:5649|GET|https://shop.example:8443/search?q&page",
            "check:5649|POST|https://shop.example:8443/about",
            "check:10||shop.example",
        ];
        Assert.Equal(expected, taken.SelectMany(finding => finding.Identities));
    }

    [Fact]
    public void Nothing_of_a_request_or_response_is_kept()
    {
        var taken = ReportReading.Read(Text).Taken;

        Assert.DoesNotContain("SECRET", JsonSerializer.Serialize(taken), StringComparison.Ordinal);
        Assert.DoesNotContain("1234", JsonSerializer.Serialize(taken), StringComparison.Ordinal);
    }

    [Fact]
    public void An_issue_without_page_is_on_its_host_and_port()
    {
        var place = ReportReading.Read(Text).Taken[2].Finding.Place;

        Assert.Equal(new Place { Host = "shop.example", Port = 8080 }, place);
    }

    [Fact]
    public void An_archive_of_a_dynamic_scan_is_read_too()
    {
        var reading = ReportReading.Read(FprText.Zip(("webinspect.xml", Text)));

        Assert.Equal(3, reading.Taken.Count);
    }

    [Fact]
    public void Another_document_with_the_same_root_is_refused()
    {
        var refusal = ReportReading.Read("<Scan><Target/></Scan>").Refusal;

        Assert.Contains("'Issues'", refusal.Reason, StringComparison.Ordinal);
    }
}
