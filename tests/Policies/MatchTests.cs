using Patchbay.Findings;
using Patchbay.Policies;
using Patchbay.Policies.Matching;

namespace Patchbay.Tests.Policies;

/// <summary>Every field, with what it says of one finding: a high SQL injection by CodeQL in src/main/Orders.java of web-shop, branch main.</summary>
public sealed class MatchTests
{
    private static readonly DateTimeOffset Now = Subject.FirstSeen.AddDays(9).AddHours(23);

    private static readonly PolicySubject Finding = Subject.Make(tags: ["pci", "Team:Blue"], with: f => f with
    {
        Cwes = [79, 89],
        Cves = ["CVE-2021-44228", "GHSA-JFH8-C2JP-5V3Q"],
        CvssScore = 7.5,
        IsExploited = true,
        Place = f.Place with { Component = "pkg:npm/%40acme/orm@1.2.3" },
    });

    [Theory]
    [InlineData("""{"severity": "high"}""")]
    [InlineData("""{"severity": ["critical", "high"]}""")]
    [InlineData("""{"severity": "all"}""")]
    [InlineData("""{"severity": ["all"]}""")]
    [InlineData("""{"severity": {"atLeast": "medium"}}""")]
    [InlineData("""{"severity": {"atLeast": "high"}}""")]
    [InlineData("""{"scanner": "sarif"}""")]
    [InlineData("""{"scanner": ["fortify", "CodeQL"]}""")]
    [InlineData("""{"asset": "web-*"}""")]
    [InlineData("""{"tag": "PCI"}""")]
    [InlineData("""{"tag": "team:*"}""")]
    [InlineData("""{"rule": "java/*"}""")]
    [InlineData("""{"path": "src/**"}""")]
    [InlineData("""{"cwe": 79}""")]
    [InlineData("""{"cwe": [1, "CWE-89"]}""")]
    [InlineData("""{"cwe": "cwe-79"}""")]
    [InlineData("""{"cve": "cve-2021-44228"}""")]
    [InlineData("""{"cve": "GHSA-*"}""")]
    [InlineData("""{"component": "pkg:npm/@acme/*"}""")]
    [InlineData("""{"component": "pkg:npm/%40acme/orm"}""")]
    [InlineData("""{"component": "pkg:npm/@acme/orm@1.*"}""")]
    [InlineData("""{"cvss": {"atLeast": 7.5}}""")]
    [InlineData("""{"ageDays": {"atLeast": 9}}""")]
    [InlineData("""{"ageDays": {"atLeast": 0}}""")]
    [InlineData("""{"state": ["open", "absent"]}""")]
    [InlineData("""{"branch": ["release/*", "main"]}""")]
    [InlineData("""{"exploited": true}""")]
    [InlineData("""{"not": {"severity": "low"}}""")]
    [InlineData("""{"severity": "high", "path": "src/**"}""")]
    [InlineData("""{"all": [{"severity": "high"}, {"path": "src/**"}]}""")]
    [InlineData("""{"any": [{"severity": "low"}, {"path": "src/**"}]}""")]
    [InlineData("""{"all": [{"severity": "high"}], "not": {"path": "**/test/**"}}""")]
    public void A_condition_that_holds_lets_the_policy_apply(string match)
    {
        var judgement = Document.Classifying(match).Explain(Finding, Now);

        Assert.Equal([new PolicyOutcome("p", true, null, null)], judgement.Outcomes);
        Assert.True(judgement.Verdict.IsVulnerability);
    }

    [Theory]
    [InlineData("""{"severity": ["critical", "low"]}""", "severity: critical, low", "high")]
    [InlineData("""{"severity": {"atLeast": "critical"}}""", "severity: critical", "high")]
    [InlineData("""{"scanner": "fortify"}""", "scanner: fortify", "sarif, codeql")]
    [InlineData("""{"asset": ["api-*", "ios"]}""", "asset: api-*, ios", "web-shop")]
    [InlineData("""{"tag": "gdpr"}""", "tag: gdpr", "pci, Team:Blue")]
    [InlineData("""{"rule": "js/*"}""", "rule: js/*", "java/sql-injection")]
    [InlineData("""{"path": "**/test/**"}""", "path: **/test/**", "src/main/Orders.java")]
    [InlineData("""{"path": "SRC/**"}""", "path: SRC/**", "src/main/Orders.java")]
    [InlineData("""{"cwe": [22, "CWE-78"]}""", "cwe: CWE-22, CWE-78", "CWE-79, CWE-89")]
    [InlineData("""{"cve": "CVE-2022-*"}""", "cve: CVE-2022-*", "CVE-2021-44228, GHSA-JFH8-C2JP-5V3Q")]
    [InlineData("""{"component": "pkg:maven/*"}""", "component: pkg:maven/*", "pkg:npm/@acme/orm@1.2.3")]
    [InlineData("""{"cvss": {"atLeast": 7.6}}""", "cvss: at least 7.6", "7.5")]
    [InlineData("""{"ageDays": {"atLeast": 10}}""", "ageDays: at least 10", "9")]
    [InlineData("""{"state": "fixed"}""", "state: fixed", "open")]
    [InlineData("""{"branch": "Main"}""", "branch: Main", "main")]
    [InlineData("""{"exploited": false}""", "exploited: false", "true")]
    [InlineData("""{"not": {"path": "src/**"}}""", "not (path: src/**)", "src/main/Orders.java")]
    [InlineData("""{"all": [{"severity": "high"}, {"rule": "x"}, {"path": "y"}]}""", "rule: x", "java/sql-injection")]
    [InlineData("""{"severity": "high", "rule": "x"}""", "rule: x", "java/sql-injection")]
    [InlineData("""{"any": [{"severity": "low"}, {"rule": "x"}]}""", "any of (severity: low; rule: x)", "high, java/sql-injection")]
    [InlineData("""{"not": {"severity": "high", "rule": "java/*"}}""", "not (all of (severity: high; rule: java/*))", "high, java/sql-injection")]
    public void A_condition_that_fails_is_named_with_what_it_saw(string match, string failed, string saw)
    {
        var judgement = Document.Classifying(match).Explain(Finding, Now);

        Assert.Equal([new PolicyOutcome("p", false, failed, saw)], judgement.Outcomes);
        Assert.False(judgement.Verdict.IsVulnerability);
    }

    [Theory]
    [InlineData("""{"tag": "*"}""")]
    [InlineData("""{"path": "**"}""")]
    [InlineData("""{"cwe": 79}""")]
    [InlineData("""{"cve": "*"}""")]
    [InlineData("""{"component": "*"}""")]
    [InlineData("""{"cvss": {"atLeast": 0}}""")]
    [InlineData("""{"branch": "*"}""")]
    public void A_finding_without_the_value_does_not_match_but_passes_the_opposite(string match)
    {
        var bare = Subject.Make(branch: null, with: f => f with { Place = new Place() });

        var plain = Document.Classifying(match).Explain(bare, Now);
        var opposite = Document.Classifying($$"""{"not": {{match}}}""").Explain(bare, Now);

        Assert.False(plain.Verdict.IsVulnerability);
        Assert.Null(plain.Outcomes[0].Saw);
        Assert.True(opposite.Verdict.IsVulnerability);
    }

    [Theory]
    [InlineData("pkg:npm/lodash", "pkg:npm/lodash@4.17.20", null, true)]
    [InlineData("pkg:npm/lodash@4.17.20", "pkg:npm/lodash@4.17.20?arch=x#sub/dir", null, true)]
    [InlineData("pkg:npm/lodash", "pkg:npm/lodash@4.17.20?arch=x#sub/dir", null, true)]
    [InlineData("pkg:npm/lodash", "pkg:npm/lodash?arch=x", null, true)]
    [InlineData("pkg:npm/lodash@4.*", "pkg:npm/lodash", "4.17.20", true)]
    [InlineData("pkg:npm/lodash", "pkg:npm/lodash", "4.17.20", true)]
    [InlineData("lodash", "Lodash", null, true)]
    [InlineData("@acme/orm", "@acme/orm", "1", true)]
    [InlineData("@acme/orm@1", "@acme/orm", "1", true)]
    [InlineData("pkg:npm/lodash", "pkg:npm/lodash-es@4.17.20", null, false)]
    [InlineData("pkg:npm/lodash@5.*", "pkg:npm/lodash@4.17.20", null, false)]
    [InlineData("*", "@", null, true)]
    [InlineData("x", "?", null, false)]
    public void A_component_matches_with_and_without_its_version(string pattern, string component, string? version, bool expected)
    {
        var engine = Document.Classifying($$"""{"component": "{{pattern}}"}""");

        var verdict = engine.Decide(Subject.Of(component, version), Now);

        Assert.Equal(expected, verdict.IsVulnerability);
    }

    [Fact]
    public void A_long_list_is_cut_in_an_explanation()
    {
        var rules = string.Join(',', Enumerable.Range(1, 30).Select(n => $"\"r{n}\""));

        var outcome = Document.Classifying($$"""{"rule": [{{rules}}]}""").Explain(Finding, Now).Outcomes[0];

        Assert.Equal("rule: r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, … (30 in all)", outcome.Failed);
    }
}
