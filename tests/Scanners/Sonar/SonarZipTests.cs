using Patchbay.Scanners;
using Patchbay.Scanners.Sonar;
using Patchbay.Tests.Scanners.Fortify;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Sonar;

/// <summary>Several answers in one zip, with the rules that they name.</summary>
public sealed class SonarZipTests
{
    private const string Hotspots = """
        { "paging": { "pageIndex": 1, "pageSize": 500, "total": 1 },
          "hotspots": [ { "key": "h-1", "component": "com.acme:shop:src/Login.java", "project": "com.acme:shop", "securityCategory": "auth",
            "vulnerabilityProbability": "HIGH", "status": "TO_REVIEW", "line": 9, "message": "Is this a password?", "ruleKey": "java:S2068" } ] }
        """;

    private const string HotspotRule = """
        { "key": "java:S2068", "name": "Passwords should not be in the code", "riskDescription": "<p>Whoever has the <b>code</b> has it.</p>",
          "vulnerabilityDescription": "<h2>Ask</h2><ul><li>Is it real?</li></ul>",
          "fixRecommendations": "<p>Take it out.</p><a href=\"https://example.org/cwe/798\">MITRE, CWE-798</a>" }
        """;

    private const string IssueRule = """
        { "rule": { "key": "java:S3649", "name": "No injection", "securityStandards": [ "cwe:20", "owaspTop10:a1" ],
          "descriptionSections": [
            { "key": "root_cause", "content": "<p>Input becomes a command.</p>" },
            { "key": "how_to_fix", "content": "<p>Bind it.</p>", "context": { "key": "jdbc" } },
            { "key": "resources", "content": "<a href=\"https://example.org/bind\">Binding</a> CWE-89" } ] }, "actives": [] }
        """;

    private static readonly SonarZipFormat Format = new();
    private static readonly string Issues = File.ReadAllText(Repository.Sample("reports/sonar-impacts.json"));

    [Fact]
    public void Issues_and_hotspots_of_all_files_come_in()
    {
        var report = Read(("export/issues.json", Issues), ("export/hotspots.json", Hotspots), ("export/index.html", "<html/>"));

        Assert.Equal(5, report.Taken.Count);
        Assert.Equal("src/Login.java", report.Entry("java:S2068").Finding.Place.Path);
        Assert.True(report.Summary.IsWhole);
        Assert.Empty(report.Summary.Warnings);
    }

    [Fact]
    public void A_rule_in_another_file_gives_description_advice_weakness_and_links()
    {
        var report = Read(("hotspots.json", Hotspots), ("issues.json", Issues), ("rules/one.json", HotspotRule), ("rules/two.json", IssueRule));

        var hotspot = report.Entry("java:S2068").Finding;
        Assert.Equal("Passwords should not be in the code", hotspot.Rule.Name);
        Assert.Equal("Whoever has the code has it.\n\nAsk\n\n- Is it real?", hotspot.Rule.Description);
        Assert.StartsWith("Take it out.", hotspot.Rule.Advice, StringComparison.Ordinal);
        Assert.Equal([798], hotspot.Cwes);
        Assert.Equal(["https://example.org/cwe/798"], hotspot.References);
        var issue = report.Entry("java:S3649").Finding;
        Assert.Equal(("Input becomes a command.", "Bind it."), (issue.Rule.Description, issue.Rule.Advice));
        Assert.Equal([20, 89], issue.Cwes);
        Assert.True(report.Summary.IsWhole);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Pages_are_counted_together(int total, bool isWhole)
    {
        var page = Issues.Replace("\"total\": 4", $"\"total\": {total}", StringComparison.Ordinal);

        Assert.Equal(isWhole, Read(("page1.json", page), ("page2.json", page)).Summary.IsWhole);
    }

    [Fact]
    public void Pages_of_two_projects_do_not_stand_in_for_each_other()
    {
        var whole = """{ "paging": { "total": 3 }, "issues": [ {}, {}, {} ] }""";
        var part = """{ "paging": { "total": 4 }, "issues": [ {}, {} ] }""";

        Assert.False(Read(("one.json", whole), ("two.json", part)).Summary.IsWhole);
    }

    [Fact]
    public void A_file_that_is_no_answer_makes_the_report_a_part()
    {
        var report = Read(("issues.json", Issues), ("page2.json", """{ "errors": [ { "msg": "Too many requests" } ] }"""), ("__MACOSX/._issues.json", "shadow"));

        Assert.Equal(4, report.Taken.Count);
        Assert.False(report.Summary.IsWhole);
        Assert.Equal(["1 files of the zip are no answers of SonarQube and were left out (first: page2.json)."], report.Summary.Warnings);
    }

    [Fact]
    public void A_zip_without_issues_and_hotspots_is_refused() =>
        Assert.Contains("'issues' or 'hotspots'", Read(("rule.json", HotspotRule)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("audit.fvdl")]
    [InlineData("src/Main.java")]
    public void A_zip_with_other_things_than_answers_is_not_taken_for_one(string other)
    {
        var opening = OpeningReader.Read(new MemoryStream(FprText.Zip(("issues.json", Issues), (other, "x"))));

        Assert.Equal(Fit.None, Format.Judge(opening));
    }

    [Fact]
    public void A_broken_file_refuses_the_zip_and_is_named()
    {
        var refusal = Assert.IsType<Report.Unreadable>(Read(("good.json", Issues), ("bad.json", Issues[..700])).Report);

        Assert.StartsWith("bad.json, line ", refusal.At, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_that_unpacks_to_more_than_allowed_is_refused()
    {
        var body = FprText.Zip(("issues.json", Issues));

        var refusal = Assert.Throws<UnreadableReportException>(
            () => new SonarZipFormat(mostUnpackedBytes: 1_000).Read(new MemoryStream(body), _ => { }, CancellationToken.None));

        Assert.Contains("unpacks to more", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Real_answers_and_rules_give_together_what_they_give_alone()
    {
        string[] files = ["findings_over_api.json", "findings_over_api_hotspots.json", "issues.json", "sonar-single-finding.json", "rule.json"];
        var members = files.Select(file => (file, File.ReadAllText(Repository.RequireShared("samples", "sonarqube", file)))).ToArray();

        var report = Read(members);

        Assert.Equal(5 + 4 + 3 + 1, report.Taken.Count);
        var dead = report.Taken.Where(entry => entry.Finding.Rule.Id == "typescript:S1854").Select(entry => entry.Finding).ToList();
        Assert.Equal(2, dead.Count);
        Assert.All(dead, finding => Assert.Equal([563], finding.Cwes));
        Assert.All(dead, finding => Assert.StartsWith("A dead store happens", finding.Rule.Description, StringComparison.Ordinal));
        Assert.StartsWith("A cross-site request forgery", report.Entry("python:S4502").Finding.Rule.Description, StringComparison.Ordinal);
    }

    private static Reading Read(params (string Name, string Text)[] members) => ReportReading.Of(Format, FprText.Zip(members));
}
