namespace Patchbay.Tests.Scanners;

/// <summary>What people read of a result, and what it is recognised by.</summary>
public sealed class SarifTextTests
{
    private const string Rules = """
        { "id": "R1", "messageStrings": { "default": { "text": "'{0}' is {{bad}} for {1}, {0} {2}; see [here]({1})." } } }
        """;

    [Theory]
    [InlineData("""{ "text": "plain {0} {{x}}" }""", "plain {0} {{x}}")]
    [InlineData("""{ "text": "with {0} {{x}}", "arguments": ["a"] }""", "with a {x}")]
    [InlineData("""{ "id": "default", "arguments": ["a", "4"] }""", "'a' is {bad} for 4, a {2}; see here.")]
    [InlineData("""{ "id": "global", "arguments": ["a"] }""", "global a")]
    [InlineData("""{ "id": "nowhere" }""", null)]
    [InlineData("""{ "markdown": "**only**" }""", "**only**")]
    [InlineData(""" "bare" """, "bare")]
    [InlineData("""{ "text": "from [user](1) to [page](https://x.example) [a](2)" }""", "from user to [page](https://x.example) a")]
    [InlineData("""{ "text": "a[i](0) b]( [c" }""", "ai b]( [c")]
    [InlineData("42", null)]
    public void A_message_is_found_and_its_arguments_filled_in(string message, string? expected)
    {
        var log = SarifText.Log(
            $$"""{ "ruleId": "R1", "message": {{message}} }""", Rules, driver: """ "globalMessageStrings": { "global": { "text": "global {0}" } }, """);

        var finding = ReportReading.Read(log).Only.Finding;

        Assert.Equal(expected ?? "R1", finding.Message ?? finding.Title);
    }

    [Theory]
    [InlineData(""" "shortDescription": { "text": "Short" }, "name": "LongName", "fullDescription": { "text": "Full" } """, "Short")]
    [InlineData(""" "name": "A spoken name", "fullDescription": { "text": "Full" } """, "A spoken name")]
    [InlineData(""" "name": "OneWord", "fullDescription": { "text": "Full story. And more." } """, "Full story. And more.")]
    [InlineData(""" "name": "NodeInsecureRandomURL" """, "Node insecure random URL")]
    [InlineData(""" "name": "random/setstate" """, "random/setstate")]
    [InlineData(""" "name": "R1" """, "The message says it.")]
    public void The_title_is_the_stablest_text_for_people(string members, string expected)
    {
        var log = SarifText.Log("""{ "ruleId": "R1", "message": { "text": "The message says it." } }""", $$"""{ "id": "R1", {{members}} }""");

        Assert.Equal(expected, ReportReading.Read(log).Only.Finding.Title);
    }

    [Fact]
    public void A_title_of_many_words_is_cut_to_its_first_sentence()
    {
        var story = "Using this mode is a bad idea. " + new string('x', 200);
        var log = SarifText.Log(SarifText.Result(), $$"""{ "id": "R1", "shortDescription": { "text": "{{story}}" } }""");

        Assert.Equal("Using this mode is a bad idea.", ReportReading.Read(log).Only.Finding.Title);
    }

    [Fact]
    public void Fixes_are_advice_for_the_place_and_repeat_nothing()
    {
        var log = SarifText.Log(SarifText.Result(more: """
            , "fixes": [ { "description": { "text": "Use sha256" } }, { "description": { "text": "Use sha512" } }, { "description": { "text": "Use sha256" } }, { "artifactChanges": [] } ]
            """));

        Assert.Equal("Use sha256\nUse sha512", ReportReading.Read(log).Only.Finding.Advice);
    }

    [Fact]
    public void Identities_come_from_strong_to_weak_in_a_stable_order()
    {
        var log = SarifText.Log(SarifText.Result(more: """
            , "partialFingerprints": { "primaryLocationStartColumnFingerprint": "4", "scanFileHash": "f", "primaryLocationLineHash": "abc:1" },
              "fingerprints": { "contextHash/v1": "one", "contextHash/v2": { "value": "two" }, "matchBasedId/v1": "requires login", "empty": "", "odd": [1] },
              "correlationGuid": "g-1", "guid": "not-stable"
            """));

        Assert.Equal(
            ["correlation:g-1", "fp:contextHash/v2:two", "fp:contextHash/v1:one", "pfp:primaryLocationLineHash:abc:1|R1|src/a.c"],
            ReportReading.Read(log).Only.Identities);
    }

    [Fact]
    public void Without_fingerprints_the_place_is_all_there_is()
    {
        Assert.Empty(ReportReading.Read(SarifText.Log(SarifText.Result())).Only.Identities);
    }

    [Fact]
    public void Further_facts_are_kept()
    {
        var log = SarifText.Log(SarifText.Result(more: """
            , "hostedViewerUri": "https://viewer.example/1", "provenance": { "firstDetectionTimeUtc": "2016-07-15T14:20:42Z" }
            """));

        var finding = ReportReading.Read(log).Only.Finding;

        Assert.Equal(["https://viewer.example/1"], finding.References);
        Assert.Equal(new DateTimeOffset(2016, 7, 15, 14, 20, 42, TimeSpan.Zero), finding.DetectedAt);
    }
}
