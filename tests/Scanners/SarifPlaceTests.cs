using Patchbay.Findings;

namespace Patchbay.Tests.Scanners;

/// <summary>Where a result is, in a shape that is the same on every build machine.</summary>
public sealed class SarifPlaceTests
{
    private const string Bases = """
        "originalUriBaseIds": {
          "ROOT": { "uri": "file:///C:/agent/work/" }, "SRC": { "uri": " src/", "uriBaseId": "ROOT" }, "LOOP": { "uri": "x/", "uriBaseId": "LOOP" },
          "REL": { "uri": "modules/core" }, "WEB": { "uri": "https://git.example/acme/site/" }, "EMPTY": {} },
        "invocations": [ { "workingDirectory": { "uri": "file:///home/ci/checkout" } } ],
        """;

    [Theory]
    [InlineData("a/b.c", "ROOT", "a/b.c")]
    [InlineData("a/b.c", "SRC", "src/a/b.c")]
    [InlineData("../b.c", "SRC", "b.c")]
    [InlineData("a.c", "REL", "modules/core/a.c")]
    [InlineData("a.c", "WEB", "a.c")]
    [InlineData("a.c", "EMPTY", "a.c")]
    [InlineData("a.c", "%SRCROOT%", "a.c")]
    [InlineData("file:///C:/agent/work/src/a.c", "", "src/a.c")]
    [InlineData("file:///c:/Agent/Work/src/a.c", "", "src/a.c")]
    [InlineData("C:\\\\agent\\\\work\\\\src\\\\a.c", "", "src/a.c")]
    [InlineData("file:///home/ci/checkout/docker/run.sh", "", "docker/run.sh")]
    [InlineData("file:///elsewhere/a.c", "", "elsewhere/a.c")]
    [InlineData("file:////server/share/a.c", "", "server/share/a.c")]
    [InlineData("file://host/share/a.c", "", "share/a.c")]
    [InlineData("/src//main/./a%20b.c", "", "src/main/a b.c")]
    [InlineData("100%/a.c", "", "100%/a.c")]
    [InlineData("./x/../y.c", "", "y.c")]
    [InlineData("unknown-file", "", null)]
    public void A_path_is_relative_to_the_outermost_base(string uri, string baseId, string? expected)
    {
        var location = $$"""{ "physicalLocation": { "artifactLocation": { "uri": "{{uri}}", "uriBaseId": "{{baseId}}" } } }""";

        var reading = ReportReading.Read(SarifText.Log($$"""{ "locations": [ {{location}} ] }""", run: Bases));

        Assert.Equal(expected, reading.Only.Finding.Place.Path);
    }

    [Fact]
    public void Bases_in_a_circle_end()
    {
        var location = """{ "physicalLocation": { "artifactLocation": { "uri": "a.c", "uriBaseId": "LOOP" } } }""";

        var reading = ReportReading.Read(SarifText.Log($$"""{ "locations": [ {{location}} ] }""", run: Bases));

        Assert.EndsWith("a.c", reading.Only.Finding.Place.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_gives_lines_column_and_code()
    {
        var log = SarifText.Log("""
            { "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "a.c" },
                "region": { "startLine": 3, "endLine": 5, "startColumn": 2, "snippet": { "text": "    if (x)\n        y();\n" } } },
              "logicalLocations": [ { "fullyQualifiedName": "ns::f", "name": "f" } ] } ] }
            """);

        var place = ReportReading.Read(log).Only.Finding.Place;

        Assert.Equal(new Place { Path = "a.c", Line = 3, EndLine = 5, Column = 2, Snippet = "if (x)\n    y();", Symbol = "ns::f" }, place);
    }

    [Theory]
    [InlineData("""{ "startLine": 0 }""")]
    [InlineData("""{ "startLine": -4, "endLine": "x" }""")]
    [InlineData("""{ "charOffset": 12 }""")]
    [InlineData("[]")]
    public void A_region_without_lines_gives_none(string region)
    {
        var log = SarifText.Log($$"""{ "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "a.c" }, "region": {{region}} } } ] }""");

        var place = ReportReading.Read(log).Only.Finding.Place;

        Assert.Equal(new Place { Path = "a.c" }, place);
    }

    [Fact]
    public void Code_around_the_place_stands_in_for_the_code_at_it()
    {
        var log = SarifText.Log("""{ "locations": [ { "physicalLocation": { "contextRegion": { "snippet": { "text": "around" } } } } ] }""");

        Assert.Equal("around", ReportReading.Read(log).Only.Finding.Place.Snippet);
    }

    [Fact]
    public void Several_locations_are_one_finding_at_the_first_of_them()
    {
        var log = SarifText.Log("""
            { "locations": [
              { "physicalLocation": { "artifactLocation": { "uri": "a.c" }, "region": { "startLine": 1 } } },
              { "physicalLocation": { "artifactLocation": { "uri": "b.c" }, "region": { "startLine": 2 } } },
              { "physicalLocation": { "artifactLocation": { "uri": "a.c" }, "region": { "startLine": 1 } } },
              { "physicalLocation": { "artifactLocation": { "uri": "c.c" } } } ] }
            """);

        var finding = ReportReading.Read(log).Only.Finding;

        Assert.Equal("a.c", finding.Place.Path);
        Assert.Equal(["b.c:2", "c.c"], finding.AlsoAt);
    }

    [Fact]
    public void A_symbol_may_be_all_that_is_known()
    {
        var log = SarifText.Log("""{ "locations": [ { "logicalLocations": [ { "index": 1 } ] } ] }""", run: """ "logicalLocations": [ {}, { "name": "Worker.Do" } ],""");

        Assert.Equal(new Place { Symbol = "Worker.Do" }, ReportReading.Read(log).Only.Finding.Place);
    }

    [Theory]
    [InlineData("""{ "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "https://user:pw@Shop.example:8443/cart?id=7&s=abc#top" } } } ] }""")]
    [InlineData("""{ "webRequest": { "target": "https://shop.example:8443/cart?id=9&s=xyz" } }""")]
    public void A_url_is_kept_without_what_changes_or_is_secret(string result)
    {
        var place = ReportReading.Read(SarifText.Log(result)).Only.Finding.Place;

        Assert.Equal(new Place { Url = "https://shop.example:8443/cart?id&s", Host = "shop.example", Port = 8443, Protocol = "https" }, place);
    }

    [Fact]
    public void A_package_url_is_a_component()
    {
        var place = ReportReading.Read(SarifText.Log(SarifText.Result(uri: "pkg:npm/lodash@4.17.20"))).Only.Finding.Place;

        Assert.Equal((null, "pkg:npm/lodash@4.17.20"), (place.Path, place.Component));
    }
}
