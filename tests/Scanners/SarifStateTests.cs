using Patchbay.Findings;
using Patchbay.Scanners;

namespace Patchbay.Tests.Scanners;

/// <summary>What a log says about the state of a result and of itself.</summary>
public sealed class SarifStateTests
{
    [Theory]
    [InlineData("null", ReportedState.Open)]
    [InlineData("[]", ReportedState.Open)]
    [InlineData("""[ { "kind": "external" } ]""", ReportedState.Suppressed)]
    [InlineData("""[ { "kind": "inSource", "status": "accepted" } ]""", ReportedState.Suppressed)]
    [InlineData("""[ { "status": "underReview" } ]""", ReportedState.Open)]
    [InlineData("""[ { "status": "accepted" }, { "status": "underReview" } ]""", ReportedState.Open)]
    [InlineData("""[ { "status": "rejected" } ]""", ReportedState.Open)]
    [InlineData("""[ { "state": "accepted" } ]""", ReportedState.Suppressed)]
    [InlineData("""[ { "state": "underReview" } ]""", ReportedState.Open)]
    [InlineData(""" "yes" """, ReportedState.Open)]
    public void A_result_is_set_aside_only_when_nobody_objects(string suppressions, ReportedState expected)
    {
        var reading = ReportReading.Read(SarifText.Log(SarifText.Result(more: $$""", "suppressions": {{suppressions}} """)));

        Assert.Equal(expected, reading.Only.State);
    }

    [Fact]
    public void The_reason_of_a_suppression_is_kept()
    {
        var log = SarifText.Log(SarifText.Result(more: """, "suppressions": [ { "kind": "external" }, { "justification": "behind a login" } ] """));

        Assert.Equal("behind a login", ReportReading.Read(log).Only.Justification);
    }

    [Theory]
    [InlineData("new", ReportedState.Open)]
    [InlineData("unchanged", ReportedState.Open)]
    [InlineData("updated", ReportedState.Open)]
    [InlineData("existing", ReportedState.Open)]
    [InlineData("absent", ReportedState.Fixed)]
    public void A_result_that_only_the_baseline_had_is_gone(string baseline, ReportedState expected)
    {
        var reading = ReportReading.Read(SarifText.Log(SarifText.Result(more: $$""", "baselineState": "{{baseline}}" """)));

        Assert.Equal(expected, reading.Only.State);
    }

    [Theory]
    [InlineData("pass")]
    [InlineData("notApplicable")]
    [InlineData("informational")]
    public void A_check_that_did_not_fail_is_no_finding(string kind)
    {
        var reading = ReportReading.Read(SarifText.Log($$"""{ "ruleId": "R1", "kind": "{{kind}}" }"""));

        Assert.Equal(ReportedState.NotAFinding, reading.Only.State);
        Assert.Equal("R1", reading.Only.Finding.Title);
    }

    [Theory]
    [InlineData(""" "invocations": [ { "executionSuccessful": false } ], "results": [] """, "failed")]
    [InlineData(""" "results": null """, "no list of results")]
    [InlineData(""" "columnKind": "utf16CodeUnits" """, "no list of results")]
    [InlineData(""" "results": [], "externalPropertyFileReferences": { "results": [ { "location": { "uri": "more.sarif" } } ] } """, "other files")]
    public void A_run_that_did_not_come_to_its_end_makes_the_report_a_part(string members, string warning)
    {
        var reading = ReportReading.Read($$"""{ "version": "2.1.0", "runs": [ { "tool": { "driver": { "name": "Probe" } }, {{members}} } ] }""");

        Assert.False(reading.Summary.IsWhole);
        Assert.Contains(warning, Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clean_run_is_whole_and_names_its_tool()
    {
        var reading = ReportReading.Read(SarifText.Log(string.Empty, driver: """ "semanticVersion": "4.2.0", "version": "4", """));

        Assert.Empty(reading.Taken);
        Assert.Equivalent(new ReportSummary(["probe"], IsWhole: true, []) { ToolVersion = "4.2.0" }, reading.Summary);
    }

    [Fact]
    public void A_log_without_runs_says_nothing_about_anything()
    {
        var reading = ReportReading.Read("""{ "version": "2.1.0", "runs": [] }""");

        Assert.False(reading.Summary.IsWhole);
    }

    [Fact]
    public void Every_run_keeps_its_own_tool_and_rules()
    {
        var reading = ReportReading.Read("""
            { "version": "2.1.0", "runs": [
              { "tool": { "driver": { "name": "First Tool", "rules": [ { "id": "A", "shortDescription": { "text": "first" } } ] } }, "results": [ { "ruleIndex": 0 } ] },
              null,
              { "tool": { "driver": { "name": "second", "rules": [ { "id": "B", "shortDescription": { "text": "other" } } ] } }, "results": [ { "ruleIndex": 0 } ] } ] }
            """);

        Assert.Equal(["first-tool", "second"], reading.Summary.Tools);
        Assert.Equal(["first-tool A first", "second B other"], reading.Taken.Select(f => $"{f.Finding.Tool} {f.Finding.Rule.Id} {f.Finding.Title}"));
    }

    [Fact]
    public void Results_beside_the_runs_belong_to_the_run_they_name()
    {
        var reading = ReportReading.Read("""
            { "version": "2.1.0",
              "inlineExternalProperties": [ { "runGuid": "B2", "results": [ { "ruleId": "X" } ] } ],
              "runs": [
                { "tool": { "driver": { "name": "one" } }, "automationDetails": { "guid": "a1" }, "results": [] },
                { "tool": { "driver": { "name": "two" } }, "automationDetails": { "guid": "b2" } } ] }
            """);

        Assert.Equal("two", reading.Only.Finding.Tool);
        Assert.True(reading.Summary.IsWhole);
    }
}
