using System.Text;
using System.Text.Json;
using Patchbay.Policies;
using Patchbay.Policies.Reading;

namespace Patchbay.Tests.Policies;

public sealed class PolicyReaderTests
{
    public static TheoryData<string> Good() => [.. DocumentTable.Good];

    public static TheoryData<string, string[]> Bad()
    {
        var data = new TheoryData<string, string[]>();
        foreach (var (text, mistakes) in DocumentTable.Bad)
        {
            data.Add(text, mistakes);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_document_in_order_is_accepted(string text)
    {
        Assert.Empty(Document.Mistakes(text, PolicyTextFormat.Json));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Every_mistake_is_named_with_its_path(string text, string[] expected)
    {
        var mistakes = Document.Mistakes(text, PolicyTextFormat.Json);

        Assert.Equal(expected.Length, mistakes.Count);
        Assert.All(expected, e => Assert.Contains(mistakes, m => m.StartsWith(e, StringComparison.Ordinal)));
    }

    // What no schema can say.
    [Theory]
    [InlineData(
        """
        {"policies": [{"name": "A", "kind": "classify", "match": {"severity": "all"}},
                      {"name": "b", "kind": "classify", "match": {"severity": "all"}},
                      {"name": "a", "kind": "classify", "match": {"severity": "all"}}]}
        """,
        "$.policies[2].name: $.policies[0] has this name already")]
    [InlineData(
        """{"policies": [{"name": "A", "kind": "classify", "match": {"severity": "all", "severity": "low"}}]}""",
        "$.policies[0].match.severity: is there twice")]
    [InlineData(
        """
        {"policies": [{"name": "A", "kind": "follow-up", "match": {"severity": "all"},
                       "then": {"thresholds": [{"days": 1, "to": "owner"}], "timeZone": "Europe/Atlantis"}}]}
        """,
        "$.policies[0].then.timeZone: unknown time zone \"Europe/Atlantis\"; it must be a name in the IANA time zone database, such as Europe/Berlin")]
    public void What_a_schema_cannot_say_is_named_too(string text, string expected)
    {
        Assert.Equal([expected], Document.Mistakes(text));
    }

    [Theory]
    [InlineData("", "the document is empty")]
    [InlineData(" \n\t ", "the document is empty")]
    [InlineData("{", "not JSON at line 1")]
    [InlineData("{\"policies\": [],}", "not JSON at line 1, byte 17")]
    [InlineData("{\"policies\": [\n\"\\ud800\"]}", "half a surrogate pair")]
    [InlineData("{\"policies\": [{\"\\udc00\": 1}]}", "half a surrogate pair")]
    [InlineData("<html>", "must be an object, not text")]
    [InlineData("policies: [", "not usable as YAML at line 2")]
    [InlineData("policies: !!python/object:os.system []", "tags (a word that begins with \"!\") are not allowed")]
    [InlineData("policies: [ !foo bar ]", "tags (a word that begins with \"!\") are not allowed")]
    [InlineData("policies: []\n---\npolicies: []", "there is a second document")]
    [InlineData("policies: &a [ *a ]", "an anchor holds itself")]
    [InlineData("policies: *a", "not usable as YAML")]
    [InlineData("? [a]\n: b", "a member's name must be plain text")]
    [InlineData("policies: []\npolicies: []", "$.policies: is there twice")]
    [InlineData("policies: []\n<<: {}", "unknown member")]
    [InlineData("policies: \"\\ud800\"", "not usable as YAML at line 1")]
    [InlineData("policies: []\0\npolices: 3", "not usable as YAML at line 1, column 13: control characters")]
    [InlineData("# nothing", "there is nothing but comments")]
    [InlineData("policies:\n  - nam\n:", "a member has a name but no value")]
    public void Text_that_is_no_document_is_refused_in_words(string text, string expected)
    {
        var mistake = Assert.Single(Document.Mistakes(text));

        Assert.Contains(expected, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused()
    {
        var reading = PolicyReader.Read(new byte[] { 0x7b, 0xff, 0x7d }, PolicyTextFormat.Unknown);

        var refused = Assert.IsType<PolicyReading.Refused>(reading);
        Assert.Equal([new PolicyMistake("$", "the text is not UTF-8")], refused.Mistakes);
    }

    [Fact]
    public void A_byte_order_mark_is_no_mistake()
    {
        Assert.Empty(Document.Mistakes("\ufeff{\"policies\": []}", PolicyTextFormat.Json));
        Assert.Empty(Document.Mistakes("\ufeffpolicies: []", PolicyTextFormat.Yaml));
    }

    [Fact]
    public void Aliases_that_multiply_are_stopped()
    {
        var bomb = new StringBuilder("a0: &a0 [xxxxxxxxxxxxxxxx]\n");
        for (var i = 1; i < 40; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        var mistake = Assert.Single(Document.Mistakes(bomb.ToString()));

        Assert.Contains("with all aliases written out the document is larger", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"policies\":[{\"match\":{\"not\":")]
    [InlineData("a: [")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));

        Assert.Single(Document.Mistakes(text));
    }

    [Fact]
    public void A_document_that_is_too_large_is_refused()
    {
        var text = $$"""{"policies": [], "$schema": "{{new string('x', PolicyReader.Bytes)}}"}""";

        Assert.Contains("is the most", Assert.Single(Document.Mistakes(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_is_too_large_only_as_JSON_is_refused()
    {
        // Kept as JSON, each of these takes six bytes.
        var text = $$"""{"policies": [], "$schema": "{{new string('<', PolicyReader.Bytes / 4)}}"}""";

        Assert.Contains("as JSON the document has", Assert.Single(Document.Mistakes(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void After_two_hundred_mistakes_the_answer_ends()
    {
        var text = $$"""{"policies": [{{string.Join(',', Enumerable.Repeat("3", 900))}}]}""";

        Assert.Equal(201, Document.Mistakes(text).Count);
    }

    [Fact]
    public void YAML_says_the_same_as_JSON()
    {
        const string Yaml = """
            # What we agreed in March.
            policies:
              - name: critical to Jira
                kind: ticket
                enabled: true
                match:
                  all:
                    - severity: [critical, high]
                    - scanner: &scanners [sonarqube, "fortify"]
                    - not: { path: ["**/test/**"] }
                    - cwe: [79, CWE-89]
                    - cvss: { atLeast: 7.5 }
                then:
                  mapping: jira-web
              - name: the same scanners
                kind: classify
                description: >
                  two
                  lines
                match: { scanner: *scanners, branch: 'yes' }
            """;
        const string Json = """
            {"policies":[{"name":"critical to Jira","kind":"ticket","enabled":true,"match":{"all":[
            {"severity":["critical","high"]},{"scanner":["sonarqube","fortify"]},{"not":{"path":["**/test/**"]}},
            {"cwe":[79,"CWE-89"]},{"cvss":{"atLeast":7.5}}]},"then":{"mapping":"jira-web"}},
            {"name":"the same scanners","kind":"classify","description":"two lines\n",
            "match":{"scanner":["sonarqube","fortify"],"branch":"yes"}}]}
            """;

        var accepted = Document.Accepted(Yaml);

        Assert.Equal(Json.ReplaceLineEndings(""), Encoding.UTF8.GetString(accepted.Json.Span));
    }

    [Theory]
    [InlineData("branch: 1.0", "match.branch: must be text, not a number; put it in quotes")]
    [InlineData("branch: true", "match.branch: must be text, not true or false")]
    [InlineData("branch:", "match.branch: must be a list, not empty")]
    [InlineData("branch: ~", "match.branch: must be a list, not empty")]
    [InlineData("exploited: yes", "match.exploited: must be true or false, not text")]
    [InlineData("exploited: 'true'", "match.exploited: must be true or false, not text")]
    [InlineData("cvss: { atLeast: 1e999 }", "match.cvss.atLeast: must be a number from 0 to 10")]
    public void YAML_values_have_the_type_they_look_like(string condition, string expected)
    {
        var text = $"policies: [{{name: p, kind: classify, match: {{ {condition} }} }}]";

        var mistake = Assert.Single(Document.Mistakes(text));

        Assert.Equal($"$.policies[0].{expected}", mistake);
    }

    [Fact]
    public void What_is_written_can_be_read_again()
    {
        foreach (var text in DocumentTable.Good)
        {
            var written = JsonElement.Parse(Document.Accepted(text).Json.Span);
            var version = new PolicyVersion(3, null, written);

            var json = Document.Accepted(Encoding.UTF8.GetString(PolicyText.ToJson(version).Span), PolicyTextFormat.Json);
            var yaml = Document.Accepted(PolicyText.ToYaml(version), PolicyTextFormat.Yaml);

            Assert.True(JsonElement.DeepEquals(written, JsonElement.Parse(json.Json.Span)), text);
            Assert.True(JsonElement.DeepEquals(written, JsonElement.Parse(yaml.Json.Span)), text);
        }
    }
}
