using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>A real scanner's report goes in, real issues come out, once.</summary>
public sealed class GitHubJourneyTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public async Task A_real_SARIF_report_becomes_GitHub_issues_and_the_same_report_again_makes_no_second_one()
    {
        var report = await File.ReadAllBytesAsync(Repository.RequireShared("samples", "sarif", "taint-python-report.sarif"));
        var github = await GitHubEmulator.SharedAsync();
        var repository = await github.NewRepositoryAsync();
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        await ConnectAsync(app, github, repository);

        var first = await app.PostReportAsync("py", report);
        var links = await app.SettledAsync("py", first.GetProperty("url").GetString()!);
        var again = await app.PostReportAsync("py", report);
        await app.SettledAsync("py", again.GetProperty("url").GetString()!);

        Assert.NotEmpty(links);
        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        var issues = await github.IssuesAsync(repository);
        Assert.Equal(links.Count, issues.Count);
        Assert.All(links, link => AssertTold(link, Assert.Single(issues, i => Names(i, link.GetProperty("marker").GetString()!))));
    }

    private static void AssertTold(JsonElement link, JsonElement issue)
    {
        Assert.Equal(issue.GetProperty("html_url").GetString(), link.GetProperty("ticket").GetProperty("url").GetString());
        Assert.False(string.IsNullOrWhiteSpace(issue.GetProperty("title").GetString()));
        var labels = issue.GetProperty("labels").EnumerateArray().Select(l => l.GetProperty("name").GetString()).ToList();
        Assert.Contains("patchbay", labels);
        Assert.Contains($"severity: {link.GetProperty("severity").GetString()}", labels);
    }

    private static bool Names(JsonElement issue, string marker) =>
        issue.GetProperty("body").GetString()!.Contains(marker, StringComparison.Ordinal);

    private static async Task ConnectAsync(PatchbayProcess app, GitHubEmulator github, string repository)
    {
        await app.PutAsync("/api/integrations/instances/github", new
        {
            kind = "github",
            url = github.Address.ToString(),
            allowInsecure = true,
            paceMilliseconds = 0,
            secrets = new { token = GitHubEmulator.NewToken() },
        });
        await app.PutAsync("/api/integrations/mappings/issues", new { instance = "github", project = repository });
        await app.PutAsync("/api/integrations/assignments/everything", new { mapping = "issues", assets = new[] { "*" } });
    }
}
