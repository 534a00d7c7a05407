using System.Text;
using System.Text.Json;
using Patchbay.Scanners;
using Patchbay.Scanners.CycloneDx;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.CycloneDx;

public sealed class CycloneDxXmlFormatTests
{
    private static readonly CycloneDxFormat Json = new();
    private static readonly CycloneDxXmlFormat Xml = new();

    [Fact]
    public void A_document_in_xml_gives_what_the_same_document_in_json_gives()
    {
        var json = ReportReading.OfSample(Json, "cyclonedx-states.json");
        var xml = ReportReading.OfSample(Xml, "cyclonedx-states.xml");

        Assert.Equal(7, xml.Taken.Count);
        AssertSame(json, xml);
    }

    [SkippableTheory]
    [InlineData("valid-vulnerability-1.4.json")]
    [InlineData("issue_8022.json")]
    [InlineData("log4j.json")]
    [InlineData("jake2.json")]
    public void A_real_document_gives_the_same_in_either_encoding(string file)
    {
        var json = ReportReading.OfShared(Json, "cyclonedx", file);
        var xml = ReportReading.Of(Xml, BomXml.Of(Repository.RequireShared("samples", "cyclonedx", file)));

        Assert.NotEmpty(xml.Taken);
        AssertSame(json, xml);
    }

    [Theory]
    [InlineData("<tools><tool><vendor>v</vendor><name>n</name><version>4.2</version></tool></tools>", "4.2")]
    [InlineData("<tools><tool><version>1</version></tool><tool><version>2</version></tool></tools>", null)]
    [InlineData("<tools><services><service><name>n</name><version>7</version></service></services></tools>", "7")]
    public void The_version_of_the_tool_is_told_when_one_tool_wrote_the_document(string tools, string? version)
    {
        var report = ReportReading.Of(Xml, $"""<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata>{tools}</metadata><vulnerabilities/></bom>""");

        Assert.Equal(version, report.Summary.ToolVersion);
    }

    [Theory]
    [InlineData("""<bom><components><component bom-ref="a"><name>a</name></component></components></bom>""")]
    [InlineData("<bom><vulnerabilities/></bom>")]
    public void An_inventory_and_a_bare_vex_do_not_tell_that_nothing_else_is_there(string body)
    {
        var report = ReportReading.Of(Xml, body);

        Assert.False(report.Summary.IsWhole);
        Assert.Single(report.Summary.Warnings);
    }

    [Fact]
    public void Components_behind_the_vulnerabilities_that_name_them_are_refused_as_the_schema_does()
    {
        var report = ReportReading.Of(Xml, """
            <bom><vulnerabilities><vulnerability><id>CVE-2030-1</id></vulnerability></vulnerabilities>
            <components/></bom>
            """);

        Assert.Contains("'components' must stand before 'vulnerabilities'", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_declares_entities_is_refused()
    {
        var vulnerability = "<vulnerabilities><vulnerability><id>CVE-2030-1</id></vulnerability></vulnerabilities>";
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(HostileXml.Laughs("bom", vulnerability)));

        var refusal = Assert.Throws<UnreadableReportException>(() => Xml.Read(body, _ => { }, CancellationToken.None));

        Assert.Contains("entities", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var body = File.ReadAllBytes(Repository.Sample("reports/cyclonedx-states.xml"));

        Assert.Empty(ReportReading.CutsThatSucceed(Xml, body, step: 7));
    }

    private static void AssertSame(Reading expected, Reading actual)
    {
        Assert.Equal(JsonSerializer.Serialize(expected.Taken), JsonSerializer.Serialize(actual.Taken));
        Assert.Equal(JsonSerializer.Serialize(expected.Summary), JsonSerializer.Serialize(actual.Summary));
    }
}
