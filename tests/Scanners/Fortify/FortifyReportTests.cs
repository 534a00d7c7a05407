using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Fortify;

/// <summary>What reports of Fortify's generator say, and what is made of it.</summary>
public sealed class FortifyReportTests
{
    private static readonly string Text = File.ReadAllText(Repository.Sample("reports/fortify/report.xml"));

    [Fact]
    public void An_issue_listed_in_two_sections_is_one_finding_and_two_on_one_line_are_two()
    {
        var reading = ReportReading.Read(Text);

        Assert.Equal(["iid:AAAA", "iid:BBBB", "iid:CCCC"], reading.Taken.SelectMany(finding => finding.Identities));
        Assert.True(reading.Summary.IsWhole);
        Assert.Empty(reading.Summary.Warnings);
    }

    [Fact]
    public void An_issue_says_where_it_is_how_bad_it_is_and_where_its_data_comes_from()
    {
        var found = ReportReading.Read(Text).Taken[0];

        Assert.Equal("XML Injection", found.Finding.Title);
        Assert.Equal("The method write() in Feed.java writes unvalidated input.", found.Finding.Message);
        Assert.Equal(new Rating(Severity.High, "High", "Friority"), found.Finding.Rating);
        Assert.Equal(new Place { Path = "src/Feed.java", Line = 7, Snippet = "writer.write(x);" }, found.Finding.Place);
        Assert.Equal(["src/Page.java:3"], found.Finding.AlsoAt);
        Assert.Equal([91], found.Finding.Cwes);
    }

    [Fact]
    public void A_group_by_category_gives_its_texts_to_the_rules_of_its_issues()
    {
        var taken = ReportReading.Read(Text).Taken;

        var rule = new Rule("RULE-1")
        {
            Name = "XML Injection",
            Description = "XML injection changes the meaning of a document.",
            Advice = "Encode < and &.\n\nTips:\nLook at the writer.",
        };
        Assert.Equal(rule, taken[0].Finding.Rule);
        Assert.Same(taken[0].Finding.Rule, taken[1].Finding.Rule);
        Assert.Null(taken[2].Finding.Rule.Description);
    }

    [Fact]
    public void Only_the_analysis_tag_can_say_that_it_is_no_issue()
    {
        var taken = ReportReading.Read(Text).Taken;

        Assert.Equal([ReportedState.Open, ReportedState.Open, ReportedState.FalsePositive], taken.Select(finding => finding.State));
    }

    [Fact]
    public void A_report_that_counts_more_than_it_lists_is_not_whole()
    {
        var limited = Text.Replace("<GroupingSection count=\"2\"><groupTitle>", "<GroupingSection count=\"5\"><groupTitle>", StringComparison.Ordinal);

        var summary = ReportReading.Read(limited).Summary;

        Assert.False(summary.IsWhole);
        Assert.Equal(["The report lists 3 of 6 issues; those it leaves out are not taken as gone."], summary.Warnings);
    }

    [Fact]
    public void A_report_of_the_worst_issues_only_is_not_whole()
    {
        var refined = Text.Replace("<Refinement></Refinement>", "<Refinement>[fortify priority order]:critical</Refinement>", StringComparison.Ordinal);

        var summary = ReportReading.Read(refined).Summary;

        Assert.False(summary.IsWhole);
    }

    [Fact]
    public void A_report_without_issues_is_a_clean_scan()
    {
        var reading = ReportReading.Read("<ReportDefinition><ReportSection/></ReportDefinition>");

        Assert.Empty(reading.Taken);
        Assert.True(reading.Summary.IsWhole);
    }

    [Fact]
    public void An_unknown_priority_is_medium_and_said_so()
    {
        var reading = ReportReading.Read(Text.Replace("<Friority>Low</Friority>", "<Friority>Gering</Friority>", StringComparison.Ordinal));

        Assert.Equal(new Rating(Severity.Medium, "Gering", "default"), reading.Taken[2].Finding.Rating);
        Assert.StartsWith("Issues without a known Friority", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
    }
}
