using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>What a person does to an issue on GitHub is known here in a moment, by GitHub's own signed call.</summary>
public sealed class WebhookJourneyTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public async Task An_issue_closed_on_GitHub_is_fixed_here_by_its_webhook()
    {
        var github = await GitHubEmulator.SharedAsync();
        var repository = await github.NewRepositoryAsync();
        var address = $"http://127.0.0.1:{Loopback.FreePort()}";
        await using var app = await PatchbayProcess.StartAsync(folder.Path, [new("urls", address), new("Patchbay:PublicUrl", address)]);
        await ConnectAsync(app, github, repository);
        var made = await RegisterAsync(app);
        var again = await RegisterAsync(app);
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
        Assert.Equal(("made", "updated"), (made, again));
        Assert.Equal(1, (await github.SendAsync(HttpMethod.Get, $"repos/{repository}/hooks", null)).GetArrayLength());
    }

    // The secret is made by Patchbay, told to GitHub and to nobody else.
    private static async Task<string?> RegisterAsync(PatchbayProcess app)
    {
        using var reply = await app.Client.PostAsync("/api/integrations/instances/github/webhook/register", null);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        var answer = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.False(answer.TryGetProperty("secret", out _));
        return Assert.Single(answer.GetProperty("projects").EnumerateArray()).GetProperty("outcome").GetString();
    }

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
