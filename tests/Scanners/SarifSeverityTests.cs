using Patchbay.Findings;

namespace Patchbay.Tests.Scanners;

/// <summary>Where a result's severity comes from, from the strongest source to the weakest.</summary>
public sealed class SarifSeverityTests
{
    [Theory]
    [InlineData("\"9.0\"", Severity.Critical)]
    [InlineData("8.9", Severity.High)]
    [InlineData("\"7.0\"", Severity.High)]
    [InlineData("\"6.9\"", Severity.Medium)]
    [InlineData("3.9", Severity.Low)]
    [InlineData("\".1\"", Severity.Low)]
    [InlineData("\"CRITICAL\"", Severity.Critical)]
    [InlineData("\"moderate\"", Severity.Medium)]
    public void Security_severity_of_the_rule_beats_the_level(string value, Severity expected)
    {
        var log = SarifText.Log(
            SarifText.Result(more: """, "level": "note" """),
            $$"""{ "id": "R1", "properties": { "security-severity": {{value}} } }""");

        var rating = ReportReading.Read(log).Only.Finding.Rating;

        Assert.Equal(expected, rating.Value);
        Assert.Equal("security-severity", rating.Origin);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"0.0\"")]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("\"unknown\"")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Security_severity_that_says_nothing_leaves_it_to_the_level(string value)
    {
        var log = SarifText.Log(
            SarifText.Result(more: """, "level": "error" """),
            $$"""{ "id": "R1", "properties": { "security-severity": {{value}} } }""");

        Assert.Equal(new Rating(Severity.High, "error", "level"), ReportReading.Read(log).Only.Finding.Rating);
    }

    [Fact]
    public void Security_severity_of_the_result_beats_that_of_the_rule()
    {
        var log = SarifText.Log(
            SarifText.Result(more: """, "properties": { "security-severity": "2.0" } """),
            """{ "id": "R1", "properties": { "security-severity": "9.9" } }""");

        Assert.Equal(Severity.Low, ReportReading.Read(log).Only.Finding.Rating.Value);
    }

    [Theory]
    [InlineData("error", Severity.High)]
    [InlineData("warning", Severity.Medium)]
    [InlineData("note", Severity.Low)]
    [InlineData("none", Severity.Info)]
    [InlineData("Error", Severity.High)]
    public void A_level_is_mapped(string level, Severity expected)
    {
        var reading = ReportReading.Read(SarifText.Log(SarifText.Result(more: $$""", "level": "{{level}}" """)));

        Assert.Equal(new Rating(expected, level, "level"), reading.Only.Finding.Rating);
    }

    [Fact]
    public void A_level_that_the_invocation_sets_beats_the_default_of_the_rule()
    {
        var log = SarifText.Log(
            SarifText.Result(),
            """{ "id": "R0" }, { "id": "R1", "defaultConfiguration": { "level": "note" } }""",
            """ "invocations": [ { "executionSuccessful": true, "ruleConfigurationOverrides": [ { "descriptor": { "index": 1 }, "configuration": { "level": "error" } } ] } ],""");

        Assert.Equal(new Rating(Severity.High, "error", "ruleConfigurationOverrides"), ReportReading.Read(log).Only.Finding.Rating);
    }

    [Fact]
    public void An_override_names_a_rule_by_id_even_if_the_log_does_not_describe_it()
    {
        var log = SarifText.Log(
            SarifText.Result(),
            run: """ "invocations": [ { "ruleConfigurationOverrides": [ { "configuration": { "level": "none" }, "descriptor": { "id": "R1" } } ] } ],""");

        Assert.Equal(Severity.Info, ReportReading.Read(log).Only.Finding.Rating.Value);
    }

    [Fact]
    public void The_default_of_the_rule_counts_when_nothing_else_is_said()
    {
        var log = SarifText.Log(SarifText.Result(), """{ "id": "R1", "defaultConfiguration": { "level": "note" } }""");

        Assert.Equal(new Rating(Severity.Low, "note", "defaultConfiguration"), ReportReading.Read(log).Only.Finding.Rating);
    }

    [Fact]
    public void A_tools_own_word_counts_only_where_no_level_is_given()
    {
        var log = SarifText.Log(
            $"{SarifText.Result(more: """, "properties": { "issue_severity": "HIGH" } """)}, {SarifText.Result(more: """, "level": "note", "properties": { "issue_severity": "HIGH" } """)}");

        Assert.Equal([Severity.High, Severity.Low], ReportReading.Read(log).Taken.Select(finding => finding.Finding.Rating.Value));
    }

    [Fact]
    public void Without_any_word_it_is_a_warning_as_the_standard_says()
    {
        Assert.Equal(new Rating(Severity.Medium, null, "default"), ReportReading.Read(SarifText.Log(SarifText.Result())).Only.Finding.Rating);
    }

    [Fact]
    public void What_waits_for_a_person_is_open_and_only_information()
    {
        var log = SarifText.Log(SarifText.Result(more: """, "kind": "review" """), """{ "id": "R1", "properties": { "security-severity": "9.9" } }""");

        var finding = ReportReading.Read(log).Only;

        Assert.Equal(ReportedState.Open, finding.State);
        Assert.Equal(new Rating(Severity.Info, "review", "kind"), finding.Finding.Rating);
    }
}
