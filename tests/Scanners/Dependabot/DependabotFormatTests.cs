using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Dependabot;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners.Dependabot;

public sealed class DependabotFormatTests
{
    private static readonly DependabotFormat Format = new();

    [SkippableTheory]
    [InlineData("github-0-vuln.json", 0, "", "")]
    [InlineData("github-1-vuln.json", 1, "CRITICAL=1", "Open=1")]
    [InlineData("github-5-vuln.json", 5, "CRITICAL=1, HIGH=1, LOW=1, MEDIUM=1, MODERATE=1", "Open=5")]
    [InlineData("github-1-vuln-repo-dependabot-link.json", 1, "CRITICAL=1", "Open=1")]
    [InlineData("github-vuln-version.json", 1, "CRITICAL=1", "Open=1")]
    [InlineData("github_h2.json", 1, "CRITICAL=1", "Open=1")]
    [InlineData("github_search.json", 2, "CRITICAL=2", "Open=2")]
    [InlineData("github_search3.json", 2, "CRITICAL=2", "Open=2")]
    [InlineData("github_shiro.json", 1, "CRITICAL=1", "Fixed=1")]
    public void Every_real_export_is_counted_and_rated_as_listed(string file, int entries, string severities, string states)
    {
        var report = ReportReading.OfShared(Format, "dependabot", file);

        Assert.Equal(entries, report.Taken.Count);
        Assert.Equal(severities, report.RawSeverities);
        Assert.Equal(states, report.States);
        Assert.Equal(entries, report.Taken.Select(entry => entry.Identities[0]).Distinct().Count());
    }

    [SkippableFact]
    public void An_exact_requirement_is_the_version()
    {
        var finding = Assert.Single(ReportReading.OfShared(Format, "dependabot", "github-vuln-version.json").Taken).Finding;

        Assert.Equal(
            new Place { Path = "sompath/pom.xml", Component = "org.springframework:spring-web", Version = "5.3.29", FixedVersion = "6.0.0" }, finding.Place);
        Assert.Equal(9.8, finding.CvssScore);
    }

    [Fact]
    public void A_rest_alert_tells_package_advisory_and_identities()
    {
        var entry = ReportReading.OfSample(Format, "dependabot-rest.json").Taken[0];

        Assert.Equal(["alert:acme/site|7", "dep:acme/site|GHSA-AAAA-BBBB-CCCC|left-pod|web/package-lock.json"], entry.Identities);
        Assert.Equal("left-pod: It runs what it is given", entry.Finding.Title);
        Assert.Equal(["CVE-2030-5001", "GHSA-AAAA-BBBB-CCCC"], entry.Finding.Cves);
        Assert.Equal([94], entry.Finding.Cwes);
        Assert.Equal(8.1, entry.Finding.CvssScore);
        Assert.Equal("2.0.1", entry.Finding.Place.FixedVersion);
    }

    [Fact]
    public void An_alert_takes_nothing_from_the_one_before_it()
    {
        const string Bare = """{"security_advisory":{"ghsa_id":"GHSA-aaaa-bbbb-cccc"}}""";
        const string Full = """
            {"number":7,"id":"x","html_url":"https://github.example/acme/site/security/dependabot/7","state":"dismissed","created_at":"2026-01-02T03:04:05Z",
            "fixed_at":"2026-01-02T03:04:05Z","dismissed_at":"2026-01-02T03:04:05Z","dismissed_reason":"inaccurate","dismissed_comment":"no",
            "repository":{"full_name":"acme/api"},"vulnerableRequirements":"= 1.0","dependency":{"package":{"name":"left","ecosystem":"npm"},"manifest_path":"a/b.json"},
            "security_vulnerability":{"severity":"high","vulnerable_version_range":"< 2","first_patched_version":{"identifier":"2"}},
            "security_advisory":{"ghsa_id":"GHSA-dddd-eeee-ffff","cve_id":"CVE-2030-1","summary":"s","description":"d","severity":"high","withdrawn_at":"2026-01-02T03:04:05Z",
            "cwes":[{"cwe_id":"CWE-79"}],"references":[{"url":"https://a.example/1"}],"cvss":{"score":7.5,"vector_string":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"} } }
            """;

        var alone = Assert.Single(ReportReading.Of(Format, $"[{Bare}]").Taken);
        var after = ReportReading.Of(Format, $"[{Full},{Bare}]").Taken[1];

        Assert.Equivalent(alone, after, strict: true);
    }

    [Fact]
    public void What_was_dismissed_or_fixed_never_comes_in_open()
    {
        var entries = ReportReading.OfSample(Format, "dependabot-rest.json").Taken;

        Assert.Equal(
            [ReportedState.Open, ReportedState.FalsePositive, ReportedState.Suppressed, ReportedState.Suppressed, ReportedState.Fixed],
            entries.Select(entry => entry.State));
        Assert.Equal("not_used: Only in a test", entries[1].Justification);
        Assert.Null(entries[1].Finding.CvssScore);
    }

    [Fact]
    public void A_page_of_several_and_errors_make_an_export_partial_and_names_behind_alerts_count()
    {
        const string Body = """
            {"data":{"search":{"edges":[{"node":{"vulnerabilityAlerts":{"pageInfo":{"hasNextPage":true},"edges":[{"node":{"number":3,
            "securityVulnerability":{"severity":"LOW","advisory":{"summary":"s","identifiers":[{"value":"CVE-2030-5002"}]}}}}]},"nameWithOwner":"acme/api"}}]}},
            "errors":[{"message":"late"}]}
            """;

        var report = ReportReading.Of(Format, Body);

        Assert.Equal("alert:acme/api|3", Assert.Single(report.Taken).Identities[0]);
        Assert.False(report.Summary.IsWhole);
        Assert.Equal(2, report.Summary.Warnings.Count);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Every_alert_is_of_its_own_repository_whether_the_name_stands_before_or_behind(string encoding)
    {
        // Large enough that the looking ahead begins and ends in the middle of what is read.
        string[] repositories =
        [
            $$"""{"nameWithOwner":"acme/before","vulnerabilityAlerts":{{Alerts("a", 900)}} }""",
            $$"""{"vulnerabilityAlerts":{{Alerts("b", 900)}},"nameWithOwner":"acme/behind"}""",
            $$"""{"vulnerabilityAlerts":{{Alerts("c", 900)}},"name":"plain"}""",
        ];
        var text = $$"""{"data":{"organization":{"repositories":{"nodes":[{{string.Join(',', repositories)}}]} } } }""";
        var body = Encoding.GetEncoding(encoding);

        var report = ReportReading.Of(Format, [.. body.GetPreamble(), .. body.GetBytes(text)]);

        Assert.Equal(
            ["node:a=acme/before", "node:b=acme/behind", "node:c=plain"],
            report.Taken.Select(entry => $"{entry.Identities[1][..6]}={entry.Identities[0].Split('|')[0]["alert:".Length..]}").Distinct());
        Assert.Equal(2_700, report.Taken.Count);
        Assert.True(report.Summary.IsWhole);
    }

    [Fact]
    public void One_alert_of_a_webhook_is_never_the_whole()
    {
        const string Body = """{"action":"created","alert":{"number":3,"state":"open","security_advisory":{"ghsa_id":"GHSA-aaaa-bbbb-cccc","severity":"low"}}}""";

        var report = ReportReading.Of(Format, Body);

        Assert.Single(report.Taken);
        Assert.False(report.Summary.IsWhole);
    }

    private static string Alerts(string name, int count) =>
        $$"""{"nodes":[{{string.Join(',', Enumerable.Range(0, count).Select(i => Alert($"{name}{i}", i)))}}]}""";

    private static string Alert(string id, int number) => $$"""
        {"id":"{{id}}","number":{{number}},
        "securityVulnerability":{"severity":"LOW","advisory":{"summary":"s","identifiers":[{"value":"CVE-2030-5002"}]} } }
        """;

    [Theory]
    [InlineData("""[{"number":1,"rule":{"id":"x"},"most_recent_instance":{}}]""")]
    [InlineData("""{"message":"Not Found"}""")]
    public void Other_alerts_and_errors_are_refused(string body)
    {
        Assert.NotEmpty(ReportReading.Of(Format, body).Reason);
    }

    [Fact]
    public void A_list_that_is_cut_off_is_refused_wherever_the_cut_is()
    {
        var body = File.ReadAllBytes(Repository.Sample("reports/dependabot-rest.json"));

        Assert.Empty(ReportReading.CutsThatSucceed(Format, body, step: 7));
    }
}
