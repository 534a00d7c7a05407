using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>What a person does to an issue on GitHub is known here in a moment, by GitHub's own signed call.</summary>
public sealed class WebhookJourneyTests : IDisposable
{
    private const string Secret = "pb-hook-secret-0815";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public async Task An_issue_closed_on_GitHub_is_fixed_here_by_its_webhook()
    {
        var github = await GitHubEmulator.SharedAsync();
        var repository = await github.NewRepositoryAsync();
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        await ConnectAsync(app, github, repository);
        await AddHookAsync(app, github, repository);
        var scan = await app.PostReportAsync("shop", Make.Sarif(1));
        var link = Assert.Single(await app.SettledAsync("shop", scan.GetProperty("url").GetString()!));
        var number = link.GetProperty("ticket").GetProperty("key").GetString()!.Split('#')[1];

        await github.SendAsync(HttpMethod.Patch, $"repos/{repository}/issues/{number}", new { state = "closed", state_reason = "not_planned" });
        await Eventually.SeeAsync(
            () => app.GetAsync($"/api/assets/shop/findings/{link.GetProperty("findingKey").GetString()}"),
            f => f.GetProperty("state").GetString() == "fixed",
            () => app.Output);

        var deliveries = await app.ListAsync("/api/integrations/instances/github/webhook/deliveries");
        Assert.Contains(deliveries, d => d.GetProperty("event").GetString() == "issues.closed" && d.GetProperty("actor").GetString() == GitHubEmulator.Person);
        var hook = await app.GetAsync("/api/integrations/instances/github/webhook");
        Assert.Equal("working", hook.GetProperty("state").GetString());
    }

    private static Task AddHookAsync(PatchbayProcess app, GitHubEmulator github, string repository) => github.SendAsync(
        HttpMethod.Post,
        $"repos/{repository}/hooks",
        new
        {
            name = "web",
            events = new[] { "issues" },
            config = new { url = new Uri(app.Client.BaseAddress!, "/api/webhooks/github"), content_type = "json", secret = Secret },
        });

    private static async Task ConnectAsync(PatchbayProcess app, GitHubEmulator github, string repository)
    {
        await app.PutAsync("/api/integrations/instances/github", new
        {
            kind = "github",
            url = github.Address.ToString(),
            allowInsecure = true,
            paceMilliseconds = 0,
            secrets = new { token = GitHubEmulator.NewToken(), webhookSecret = Secret },
        });
        await app.PutAsync("/api/integrations/mappings/issues", new { instance = "github", project = repository });
        await app.PutAsync("/api/integrations/assignments/everything", new { mapping = "issues", assets = new[] { "*" } });
    }
}
