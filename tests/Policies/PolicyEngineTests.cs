using Patchbay.Findings;
using Patchbay.Policies;

namespace Patchbay.Tests.Policies;

public sealed class PolicyEngineTests
{
    private static readonly DateTimeOffset Now = Subject.FirstSeen.AddDays(1);

    private const string Two = """
        {"policies": [
          {"name": "urgent", "kind": "ticket", "match": {"severity": "critical"}, "then": {"mapping": "urgent"}},
          {"name": "bad", "kind": "classify", "match": {"severity": {"atLeast": "medium"}}},
          {"name": "assigned", "kind": "ticket", "match": {"severity": ["critical", "high"]}},
          {"name": "again", "kind": "ticket", "match": {"severity": "critical"}, "then": {"mapping": "urgent"}}
        ]}
        """;

    [Theory]
    [InlineData(Severity.Critical, true, "urgent,bad,assigned,again", "urgent,*")]
    [InlineData(Severity.High, true, "bad,assigned", "*")]
    [InlineData(Severity.Medium, true, "bad", "")]
    [InlineData(Severity.Low, false, "", "")]
    public void Every_matching_policy_applies_in_the_order_of_the_document(
        Severity severity, bool isVulnerability, string policies, string mappings)
    {
        var verdict = Document.Engine(Two).Decide(Subject.Make(severity), Now);

        Assert.Equal(7, verdict.PolicyVersion);
        Assert.Equal(isVulnerability, verdict.IsVulnerability);
        Assert.Equal(policies, string.Join(',', verdict.Policies));
        Assert.Equal(mappings, string.Join(',', verdict.Mappings));
    }

    [Theory]
    [InlineData(Severity.Critical, true, "*")]
    [InlineData(Severity.High, true, "*")]
    [InlineData(Severity.Medium, true, "")]
    [InlineData(Severity.Low, false, "")]
    [InlineData(Severity.Info, false, "")]
    public void At_first_medium_is_a_vulnerability_and_high_gets_a_ticket(Severity severity, bool isVulnerability, string mappings)
    {
        var verdict = new PolicyEngine(PolicyVersion.Default.Read()).Decide(Subject.Make(severity), Now);

        Assert.Equal((1, isVulnerability), (verdict.PolicyVersion, verdict.IsVulnerability));
        Assert.Equal(mappings, string.Join(',', verdict.Mappings));
    }

    [Fact]
    public void Of_several_policies_for_a_mapping_the_first_that_groups_says_how()
    {
        var engine = Document.Engine("""
            { "policies": [
              { "name": "c", "kind": "classify", "match": { "severity": "all" } },
              { "name": "1", "kind": "ticket", "match": { "severity": "all" }, "then": { "mapping": "issues" } },
              { "name": "2", "kind": "ticket", "match": { "severity": "all" }, "then": { "mapping": "issues", "groupBy": "file" } },
              { "name": "3", "kind": "ticket", "match": { "severity": "all" }, "then": { "mapping": "issues", "groupBy": "rule" } },
              { "name": "4", "kind": "ticket", "match": { "severity": "all" }, "then": { "groupBy": "none" } },
              { "name": "5", "kind": "ticket", "match": { "severity": "info" }, "then": { "groupBy": "component" } },
              { "name": "6", "kind": "ticket", "match": { "severity": "all" }, "then": { "mapping": "board" } } ] }
            """);

        var verdict = engine.Decide(Subject.Make(Severity.High), Now);

        Assert.Equal(
            new Dictionary<string, TicketGrouping> { ["issues"] = TicketGrouping.File, ["*"] = TicketGrouping.None }, verdict.GroupBy);
    }

    [Theory]
    [InlineData("issues", 14)]
    [InlineData("elsewhere", null)]
    public void A_ticket_is_due_after_the_fewest_days_that_a_policy_for_its_mapping_says(string mapping, int? days)
    {
        var engine = Document.Engine("""
            { "policies": [
              { "name": "a", "kind": "ticket", "match": { "severity": "all" }, "then": { "mapping": "issues", "dueDays": 30 } },
              { "name": "b", "kind": "ticket", "match": { "severity": "all" }, "then": { "mapping": "issues", "dueDays": 14 } },
              { "name": "c", "kind": "ticket", "match": { "severity": "all" }, "then": { "mapping": "issues", "dueDays": 7 } } ] }
            """);

        Assert.Equal(days, engine.Document.DueDaysOf(["a", "b"], mapping));
    }

    [Fact]
    public void A_ticket_needs_a_vulnerability()
    {
        var engine = Document.Engine("""{"policies": [{"name": "t", "kind": "ticket", "match": {"severity": "all"}}]}""");

        var judgement = engine.Explain(Subject.Make(), Now);

        Assert.Empty(judgement.Verdict.Mappings);
        Assert.Equal([new PolicyOutcome("t", false, "not classified as a vulnerability", null)], judgement.Outcomes);
    }

    [Theory]
    [InlineData(FindingState.Fixed)]
    [InlineData(FindingState.FalsePositive)]
    [InlineData(FindingState.RiskAccepted)]
    [InlineData(FindingState.Ignored)]
    [InlineData(FindingState.Suppressed)]
    public void A_finding_that_is_not_open_gets_an_empty_verdict_that_says_why(FindingState state)
    {
        var judgement = Document.Engine(Two).Explain(Subject.Make(Severity.Critical, state), Now);

        Assert.False(judgement.Verdict.IsVulnerability);
        Assert.Empty(judgement.Verdict.Policies);
        Assert.Empty(judgement.Verdict.Mappings);
        Assert.All(judgement.Outcomes, o => Assert.Equal("state: open", o.Failed));
    }

    [Fact]
    public void A_finding_that_may_only_be_missing_from_a_broken_scan_keeps_its_verdict()
    {
        var verdict = Document.Engine(Two).Decide(Subject.Make(Severity.High, FindingState.Absent), Now);

        Assert.Equal(["*"], verdict.Mappings);
    }

    [Theory]
    [InlineData("""{"enabled": false, "match": {"severity": "all"}, """, "enabled: true", "false")]
    [InlineData("""{"assets": ["api-*"], "match": {"severity": "all"}, """, "assets: api-*", "web-shop")]
    [InlineData("""{"tags": "gdpr", "match": {"severity": "all"}, """, "tags: gdpr", "pci, web")]
    [InlineData("""{"assets": "web-*", "tags": "pci", "match": {"severity": "low"}, """, "severity: low", "high")]
    public void A_policy_that_is_off_or_limited_to_others_says_so(string policy, string failed, string saw)
    {
        var engine = Document.Engine($$"""{"policies": [{{policy}}"name": "p", "kind": "classify"}]}""");

        var outcome = engine.Explain(Subject.Make(tags: ["pci", "web"]), Now).Outcomes[0];

        Assert.Equal(new PolicyOutcome("p", false, failed, saw), outcome);
    }

    [Fact]
    public void A_kind_that_does_nothing_yet_says_so()
    {
        var engine = Document.Engine("""
            {"policies": [{"name": "a", "kind": "alert", "match": {"severity": "all"}, "then": {"emails": "x@example.com"}}]}
            """);

        var judgement = engine.Explain(Subject.Make(), Now);

        Assert.Equal([new PolicyOutcome("a", false, "alert policies do nothing yet", null)], judgement.Outcomes);
        Assert.Empty(judgement.Verdict.Policies);
    }

    [Theory]
    [InlineData("src/test/A.java", true)]
    [InlineData("src/test/keep/A.java", false)]
    [InlineData("src/main/A.java", false)]
    [InlineData(null, false)]
    public void An_ignored_path_takes_its_findings_out_of_judgement(string? path, bool isIgnored)
    {
        var engine = Document.Engine("""
            {"policies": [
              {"name": "bad", "kind": "classify", "match": {"severity": "all"}},
              {"name": "tests", "kind": "ignore-paths", "assets": "web-*", "tags": "pci",
               "match": {"path": "**/test/**", "not": {"path": "**/keep/**"}}}
            ]}
            """);
        var subject = Subject.At(path) with { Tags = ["pci"] };

        var judgement = engine.Explain(subject, Now);

        Assert.Equal(!isIgnored, judgement.Verdict.IsVulnerability);
        Assert.Equal((!isIgnored, isIgnored), (judgement.Outcomes[0].Applied, judgement.Outcomes[1].Applied));
        Assert.Equal(isIgnored, engine.IgnoresFor("web-shop", ["pci"]).Covers(path));
        Assert.False(engine.IgnoresFor("web-shop", []).Covers(path));
        Assert.False(engine.IgnoresFor("api", ["pci"]).Covers(path));
    }

    [Theory]
    [InlineData("a/test/x", FindingState.Open, FindingState.Ignored)]
    [InlineData("a/main/x", FindingState.Ignored, FindingState.Open)]
    [InlineData("a/test/x", FindingState.Ignored, FindingState.Ignored)]
    [InlineData("a/main/x", FindingState.Open, FindingState.Open)]
    [InlineData("a/test/x", FindingState.FalsePositive, FindingState.FalsePositive)]
    [InlineData("a/test/x", FindingState.Absent, FindingState.Absent)]
    [InlineData("a/main/x", FindingState.Suppressed, FindingState.Suppressed)]
    public void Ignored_paths_say_where_a_stored_finding_stands(string path, FindingState was, FindingState expected)
    {
        var engine = Document.Engine("""{"policies": [{"name": "t", "kind": "ignore-paths", "match": {"path": "**/test/**"}}]}""");
        var record = Subject.At(path).Record with { State = was };

        Assert.Equal(expected, engine.IgnoresFor("web-shop", []).StateOf(record));
    }

    [Fact]
    public void Findings_with_the_same_verdict_share_it()
    {
        var engine = Document.Engine(Two);
        string[] tags = ["pci"];

        var first = engine.Decide(Subject.Make(Severity.High, tags: tags), Now);
        var second = engine.Decide(Subject.Make(Severity.High, tags: tags), Now);

        Assert.Same(first, second);
    }

    [Fact]
    public void Assets_in_turns_keep_their_own_limits()
    {
        var engine = Document.Engine("""
            {"policies": [
              {"name": "web", "kind": "classify", "assets": "web-*", "match": {"severity": "all"}},
              {"name": "pci", "kind": "classify", "tags": "pci", "match": {"severity": "all"}}
            ]}
            """);
        var subjects = new[] { Subject.Make(), Subject.Make(asset: "api"), Subject.Make(asset: "api", tags: ["pci"]), Subject.Make(tags: ["pci"]) };

        var verdicts = subjects.Concat(subjects).Select(s => string.Join(',', engine.Decide(s, Now).Policies)).ToList();

        Assert.Equal(["web", "", "pci", "web,pci", "web", "", "pci", "web,pci"], verdicts);
    }

    [Fact]
    public void More_policies_than_bits_still_apply_one_by_one()
    {
        var policies = string.Join(',', Enumerable.Range(1, 200).Select(n =>
            $$"""{"name": "p{{n}}", "kind": "classify", "match": {"cwe": {{n}} } }"""));
        var engine = Document.Engine($$"""{"policies": [{{policies}}]}""");

        var verdict = engine.Decide(Subject.Make(with: f => f with { Cwes = [1, 65, 200] }), Now);

        Assert.Equal(["p1", "p65", "p200"], verdict.Policies);
    }

    [Theory]
    [InlineData("""{"ageDays": {"atLeast": 3}}""", true)]
    [InlineData("""{"any": [{"severity": "low"}, {"not": {"ageDays": {"atLeast": 3}}}]}""", true)]
    [InlineData("""{"severity": "low"}""", false)]
    public void A_document_knows_whether_time_alone_can_change_a_verdict(string match, bool expected)
    {
        var document = Document.Classifying(match).Document;

        Assert.Equal(expected, document.DependsOnAge);
    }

    [Fact]
    public void Deciding_and_explaining_agree_on_anything()
    {
        var random = new Random(7);
        var engine = Document.Engine("""
            {"policies": [
              {"name": "1", "kind": "ticket", "match": {"any": [{"cwe": [79]}, {"severity": "critical"}]}, "then": {"mapping": "a"}},
              {"name": "2", "kind": "ignore-paths", "match": {"path": ["**/test/**", "vendor/**"]}},
              {"name": "3", "kind": "classify", "match": {"not": {"severity": ["info", "low"]}}},
              {"name": "4", "kind": "classify", "tags": "pci", "match": {"severity": "low"}},
              {"name": "5", "kind": "ticket", "enabled": false, "match": {"severity": "all"}},
              {"name": "6", "kind": "ticket", "assets": "web-*", "match": {"state": "open", "cvss": {"atLeast": 5}}}
            ]}
            """);

        for (var i = 0; i < 2_000; i++)
        {
            var subject = Subject.Make(
                (Severity)random.Next(5), (FindingState)random.Next(7), random.Next(2) == 0 ? "web-shop" : "api",
                random.Next(2) == 0 ? ["pci"] : [],
                with: f => f with
                {
                    Cwes = random.Next(2) == 0 ? [79] : [],
                    CvssScore = random.Next(2) == 0 ? random.NextDouble() * 10 : null,
                    Place = new Place { Path = random.Next(4) switch { 0 => null, 1 => "vendor/x", 2 => "a/test/x", _ => "src/x" } },
                });

            var judgement = engine.Explain(subject, Now);

            var applied = judgement.Outcomes.Where(o => o.Applied && o.Policy != "2").Select(o => o.Policy);
            Assert.Equal(judgement.Verdict.Policies, applied);
        }
    }
}
