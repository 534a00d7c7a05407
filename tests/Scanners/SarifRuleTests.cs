using Patchbay.Findings;

namespace Patchbay.Tests.Scanners;

/// <summary>How a result finds its rule, and what it takes from it.</summary>
public sealed class SarifRuleTests
{
    private const string Extensions = """
        "tool": { "driver": { "name": "Probe", "rules": [ { "id": "D", "shortDescription": { "text": "driver" } } ] },
          "extensions": [ { "name": "Pack A" }, { "name": "Pack B", "guid": "G2", "rules": [ { "id": "E", "guid": "r-guid", "shortDescription": { "text": "extension" } } ] } ] }
        """;

    [Theory]
    [InlineData(""" "ruleIndex": 0 """, "D driver")]
    [InlineData(""" "ruleId": "D" """, "D driver")]
    [InlineData(""" "ruleId": "D", "ruleIndex": -1 """, "D driver")]
    [InlineData(""" "ruleId": "D", "ruleIndex": 99 """, "D driver")]
    [InlineData(""" "ruleId": "D/7", "ruleIndex": 0 """, "D/7 driver")]
    [InlineData(""" "ruleId": "E/7/x" """, "E/7/x extension")]
    [InlineData(""" "ruleId": "E", "ruleIndex": 0 """, "E extension")]
    [InlineData(""" "rule": { "id": "E" } """, "E extension")]
    [InlineData(""" "rule": { "index": 0, "toolComponent": { "index": 1 } } """, "E extension")]
    [InlineData(""" "rule": { "index": 0, "toolComponent": { "name": "Pack B" } } """, "E extension")]
    [InlineData(""" "rule": { "index": 0, "toolComponent": { "guid": "G2" } } """, "E extension")]
    [InlineData(""" "rule": { "guid": "r-guid" } """, "E extension")]
    [InlineData(""" "ruleId": "unknown", "ruleIndex": 0 """, "unknown text")]
    [InlineData(""" "ruleId": 1234 """, "1234 text")]
    [InlineData(""" "level": "error" """, "probe text")]
    public void A_rule_is_found_by_number_where_the_id_agrees_else_by_id_or_guid(string members, string expected)
    {
        var reading = ReportReading.Read($$"""
            { "version": "2.1.0", "runs": [ { {{Extensions}}, "results": [ { {{members}}, "message": { "text": "text" } } ] } ] }
            """);

        Assert.Equal(expected, $"{reading.Only.Finding.Rule.Id} {reading.Only.Finding.Title}");
    }

    [Fact]
    public void A_rule_without_id_is_found_by_number()
    {
        var log = SarifText.Log("""{ "ruleIndex": 0, "ruleId": "R7" }, { "ruleIndex": 0 }""", """{ "name": "NoIdHere" }""");

        Assert.Equal(["R7 NoIdHere", "NoIdHere NoIdHere"], ReportReading.Read(log).Taken.Select(f => $"{f.Finding.Rule.Id} {f.Finding.Rule.Name!.Replace(" id here", "IdHere", StringComparison.Ordinal)}"));
    }

    [Fact]
    public void Results_that_stand_before_the_rules_are_read_no_worse()
    {
        var reading = ReportReading.Read("""
            { "runs": [ {
                "results": [ { "ruleIndex": 0, "message": { "id": "m", "arguments": ["x"] },
                  "locations": [ { "physicalLocation": { "artifactLocation": { "index": 0 } } } ] } ],
                "originalUriBaseIds": { "SRC": { "uri": "lib/" } },
                "artifacts": [ { "location": { "uri": "a.c", "uriBaseId": "SRC" } } ],
                "invocations": [ { "ruleConfigurationOverrides": [ { "descriptor": { "id": "R" }, "configuration": { "level": "error" } } ] } ],
                "tool": { "driver": { "rules": [ { "id": "R", "messageStrings": { "m": { "text": "got {0}" } } } ], "name": "Late" } } } ],
              "version": "2.1.0" }
            """);

        var finding = reading.Only.Finding;
        Assert.Equal("late R got x lib/a.c High", $"{finding.Tool} {finding.Rule.Id} {finding.Title} {finding.Place.Path} {finding.Rating.Value}");
    }

    [Fact]
    public void Findings_of_one_rule_share_it()
    {
        var log = SarifText.Log($"{SarifText.Result()}, {SarifText.Result(line: 9)}", """{ "id": "R1", "shortDescription": { "text": "t" } }""");

        var taken = ReportReading.Read(log).Taken;

        Assert.Same(taken[0].Finding.Rule, taken[1].Finding.Rule);
    }

    [Fact]
    public void Texts_of_the_rule_become_description_and_advice()
    {
        var log = SarifText.Log(SarifText.Result(), """
            { "id": "R1", "shortDescription": { "text": "Short\u0000 title" }, "fullDescription": { "text": "Long story." },
              "help": { "text": "plain", "markdown": "**marked**" }, "helpUri": "https://scanner.example/r1" }
            """);

        var rule = ReportReading.Read(log).Only.Finding.Rule;

        Assert.Equal(
            new Rule("R1") { Name = "Short title", Description = "Long story.", Advice = "**marked**", HelpUrl = "https://scanner.example/r1" },
            rule);
    }

    [Theory]
    [InlineData(""" "properties": { "tags": ["security", "external/cwe/cwe-079", "CWE-20: Improper Input Validation"] } """, new[] { 20, 79 })]
    [InlineData(""" "properties": { "cwe": "CWE-798: Use of Hard-coded Credentials" } """, new[] { 798 })]
    [InlineData(""" "properties": { "cwe": ["CWE-1", 22, "0"] } """, new[] { 1, 22 })]
    [InlineData(""" "helpUri": "https://cwe.mitre.org/data/definitions/327.html" """, new[] { 327 })]
    [InlineData(""" "relationships": [ { "target": { "id": "CWE-120", "toolComponent": { "name": "CWE" } } }, { "target": { "id": "A1", "toolComponent": { "name": "OWASP" } } } ] """, new[] { 120 })]
    [InlineData(""" "relationships": [ { "target": { "index": 1, "toolComponent": { "index": 0 } } } ] """, new[] { 415 })]
    public void Weaknesses_are_found_wherever_the_rule_names_them(string members, int[] expected)
    {
        var log = SarifText.Log(
            SarifText.Result(), $$"""{ "id": "R1", {{members}} }""", """ "taxonomies": [ { "name": "CWE", "taxa": [ { "id": "190" }, { "id": "415" } ] } ],""");

        Assert.Equal(expected, ReportReading.Read(log).Only.Finding.Cwes);
    }

    [Theory]
    [InlineData(""", "taxa": [ { "id": "190", "toolComponent": { "name": "CWE" } } ] """, new[] { 79, 190 })]
    [InlineData(""", "properties": { "cwe": "CWE-89" } """, new[] { 79, 89 })]
    [InlineData(""", "properties": { "tags": ["cwe-79"] } """, new[] { 79 })]
    public void Weaknesses_of_the_result_are_added_to_those_of_the_rule(string members, int[] expected)
    {
        var log = SarifText.Log(SarifText.Result(more: members), """{ "id": "R1", "properties": { "tags": ["CWE-79"] } }""");

        Assert.Equal(expected, ReportReading.Read(log).Only.Finding.Cwes);
    }

    [Fact]
    public void Vulnerabilities_are_found_in_rule_id_tags_and_message()
    {
        var log = SarifText.Log(
            """{ "ruleId": "CVE-2008-0732-package", "message": { "text": "see ghsa-35jh-r3h4-6jhm and cve-2020-1234" } }""",
            """{ "id": "CVE-2008-0732-package", "properties": { "tags": ["GO-2026-4864"], "security-severity": "2.1" } }""");

        var finding = ReportReading.Read(log).Only.Finding;

        Assert.Equal(["CVE-2008-0732", "CVE-2020-1234", "GO-2026-4864", "GHSA-35JH-R3H4-6JHM"], finding.Cves);
        Assert.Equal(2.1, finding.CvssScore);
    }

    [Fact]
    public void Vector_and_score_are_taken_from_properties_of_many_names()
    {
        const string Vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        var log = SarifText.Log(SarifText.Result(more: $$""", "properties": { "cvssV3_vector": "{{Vector}}", "cvss_score": "9.8" } """));

        var finding = ReportReading.Read(log).Only.Finding;

        Assert.Equal((Vector, 9.8), (finding.CvssVector, finding.CvssScore));
    }
}
