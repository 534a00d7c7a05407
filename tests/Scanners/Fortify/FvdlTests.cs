using Patchbay.Findings;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Fortify;

/// <summary>What a scan and its archive say, and what is made of it.</summary>
public sealed class FvdlTests
{
    private static readonly string Scan = File.ReadAllText(Repository.Sample("reports/fortify/scan.fvdl"));
    private static readonly string Audit = File.ReadAllText(Repository.Sample("reports/fortify/audit.xml"));

    [Fact]
    public void A_finding_joins_what_the_scan_says_of_it_of_its_rule_and_of_its_snippet()
    {
        var found = ReportReading.Read(Scan).Taken[0];

        Assert.Equal(["iid:11111111111111111111111111111111"], found.Identities);
        Assert.Equal("SQL Injection", found.Finding.Title);
        Assert.Equal("On line 42 of Orders.java a query is built from input.", found.Finding.Message);
        Assert.Equal(new Rating(Severity.Critical, "impact 5.0, likelihood 3.2", "priority"), found.Finding.Rating);
        Assert.Equal([20, 89], found.Finding.Cwes);
        Assert.Equal(["https://vulncat.fortify.com/en/detail?category=SQL+Injection"], found.Finding.References);
        var place = new Place
        {
            Path = "src/main/java/shop/Orders.java",
            Line = 42,
            EndLine = 44,
            Column = 9,
            Snippet = "var sql = \"select * from orders where id = \" + id;",
            Symbol = "shop.Orders.find",
        };
        Assert.Equal(place, found.Finding.Place);
    }

    [Fact]
    public void A_rule_is_told_without_what_only_one_finding_can_say()
    {
        var rule = ReportReading.Read(Scan).Taken[0].Finding.Rule;

        Assert.Equal("AAAA0001", rule.Id);
        Assert.Equal("SQL Injection", rule.Name);
        Assert.Equal("""
            A query is built from input.

            SQL injection happens when:

            Example:

            if (a < b) run("select " + x);
            """, rule.Description);
        Assert.Equal("Use PreparedStatement.", rule.Advice);
        Assert.Equal("https://vulncat.fortify.com/en/detail?category=SQL+Injection", rule.HelpUrl);
    }

    [Fact]
    public void A_paragraph_whose_placeholder_has_no_value_gives_way_to_its_alternative()
    {
        var found = ReportReading.Read(Scan).Taken[1];

        Assert.Equal("A cookie lacks the flag.", found.Finding.Message);
    }

    [Fact]
    public void A_finding_that_only_points_into_the_pool_is_where_the_shared_node_is()
    {
        var found = ReportReading.Read(Scan).Taken[1];

        Assert.Equal("src/main/java/shop/Request.java", found.Finding.Place.Path);
        Assert.Equal(12, found.Finding.Place.Line);
        Assert.Equal("return request.getParameter(\"id\");", found.Finding.Place.Snippet);
    }

    [Fact]
    public void An_extracted_file_is_named_by_its_path_in_the_repository()
    {
        var found = ReportReading.Read(Scan).Taken[2];

        Assert.Equal("web/cart.html.js", found.Finding.Place.Path);
        Assert.Null(found.Finding.Place.Column);
    }

    [Fact]
    public void A_rule_without_attributes_makes_the_severity_an_estimate_and_a_warning()
    {
        var reading = ReportReading.Read(Scan);

        Assert.Equal(new Rating(Severity.Low, "2.0", "InstanceSeverity (estimated)"), reading.Taken[2].Finding.Rating);
        Assert.StartsWith("Severities were estimated", Assert.Single(reading.Summary.Warnings), StringComparison.Ordinal);
        Assert.Equal("24.2.0.0150", reading.Summary.ToolVersion);
    }

    [Theory]
    [InlineData("2.5", "5.0", "5.0", "2.5", Severity.Critical)]
    [InlineData("2.5", "5.0", "5.0", "2.4", Severity.High)]
    [InlineData("2.4", "5.0", "5.0", "2.5", Severity.Medium)]
    [InlineData("2.4", "5.0", "5.0", "2.4", Severity.Low)]
    [InlineData("5.0", "3.5", "3.5", "5.0", Severity.High)]
    [InlineData("5.0", "2", "5", "6", Severity.High)]
    [InlineData("5.0", "NaN", "5", "5", Severity.High)]
    [InlineData("5.0", "1e-1", "5", "5", Severity.High)]
    public void The_priority_is_the_quadrant_of_impact_and_unrounded_likelihood(
        string impact, string accuracy, string confidence, string probability, Severity expected)
    {
        var instance = $"<InstanceSeverity>4.0</InstanceSeverity><Confidence>{confidence}</Confidence>";

        var reading = ReportReading.Read(FprText.Fvdl(instance, FprText.Groups(impact, accuracy, probability)));

        Assert.Equal(expected, reading.Only.Finding.Rating.Value);
    }

    [Fact]
    public void The_findings_own_probability_goes_before_its_rules()
    {
        const string Instance = "<Confidence>5.0</Confidence><MetaInfo><Group name=\"Probability\">1.0</Group></MetaInfo>";

        var reading = ReportReading.Read(FprText.Fvdl(Instance, FprText.Groups("5.0", "5.0", "5.0")));

        Assert.Equal("impact 5.0, likelihood 1.0", reading.Only.Finding.Rating.Raw);
        Assert.Equal(Severity.High, reading.Only.Finding.Rating.Value);
    }

    [Fact]
    public void An_archive_adds_what_people_decided_and_nothing_more()
    {
        var archive = FprText.Zip(("VERSION", "24"), ("audit.fvdl", Scan), ("audit.xml", Audit));

        var taken = ReportReading.Read(archive).Taken;

        Assert.Equal([ReportedState.Open, ReportedState.Suppressed, ReportedState.FalsePositive], taken.Select(finding => finding.State));
        Assert.Equal([null, "The proxy adds the flag.", null], taken.Select(finding => finding.Justification));
    }

    [Theory]
    [InlineData("audit.fvdl")]
    [InlineData("project/AUDIT.FVDL")]
    [InlineData("project\\audit.fvdl")]
    public void An_archive_nobody_has_audited_is_read_wherever_its_scan_lies(string name)
    {
        var archive = FprText.Zip(("src-archive/my-audit.fvdl", "<no/>"), (name, Scan));

        var reading = ReportReading.Read(archive);

        Assert.Equal(3, reading.Taken.Count);
        Assert.All(reading.Taken, finding => Assert.Equal(ReportedState.Open, finding.State));
    }

    [Fact]
    public void More_findings_than_memory_is_kept_for_come_back_whole_and_in_order()
    {
        const int Count = 30_000;
        var findings = string.Concat(Enumerable.Range(1, Count).Select(i => FprText.Vulnerability($"{i:D32}", path: $"src/é{i}/" + new string('p', 120))));
        var snippets = string.Concat(Enumerable.Range(1, Count).Select(i => $"<Snippet id=\"S{i:D32}\"><Text>code {i} {new string('c', 150)}</Text></Snippet>"));

        var reading = ReportReading.Read($"<FVDL><Vulnerabilities>{findings}</Vulnerabilities><Snippets>{snippets}</Snippets></FVDL>");

        Assert.Equal(Count, reading.Taken.Count);
        Assert.All(reading.Taken.Index(), pair => Assert.Equal($"iid:{pair.Index + 1:D32}", Assert.Single(pair.Item.Identities)));
        Assert.All(reading.Taken.Index(), pair => Assert.StartsWith($"src/é{pair.Index + 1}/", pair.Item.Finding.Place.Path, StringComparison.Ordinal));
        Assert.All(reading.Taken.Index(), pair => Assert.StartsWith($"code {pair.Index + 1} ", pair.Item.Finding.Place.Snippet, StringComparison.Ordinal));
    }

    [Fact]
    public void A_vulnerability_that_says_nothing_costs_only_itself()
    {
        var reading = ReportReading.Read($"<FVDL><Vulnerabilities><Vulnerability/>{FprText.Vulnerability("1")}</Vulnerabilities></FVDL>");

        Assert.Equal(["iid:1"], reading.Only.Identities);
        Assert.Contains(reading.Summary.Warnings, warning => warning.Contains("left out", StringComparison.Ordinal) && warning.Contains("line 1", StringComparison.Ordinal));
    }
}
