using System.Text.Json;
using System.Text.RegularExpressions;
using Patchbay.Tests.Support;
using Xunit.Abstractions;

namespace Patchbay.Tests.Journeys;

/// <summary>Kills the real process at every step from a wish to a link, and at random: no ticket may be lost, none doubled.</summary>
public sealed partial class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int KillsAtEachStep = 5;
    private const int RandomKills = 20;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public async Task Killed_at_each_step_it_files_every_GitHub_issue_exactly_once()
    {
        var github = await GitHubEmulator.SharedAsync();
        var repository = await github.NewRepositoryAsync();
        await ConnectAsync(github, repository);
        var steps = KillSteps.WithoutGroups;
        var kills = 0;
        var reports = new List<byte[]>();

        foreach (var (step, round) in steps.SelectMany(s => Enumerable.Range(0, KillsAtEachStep).Select(n => (s, n))))
        {
            // A report with findings of its own for every kill, so that there is always a ticket to die at.
            reports.Add(Make.Sarif(4, firstNumber: 1 + (4 * reports.Count), tool: $"examiner-{reports.Count}"));
            await using var app = await StartAsync($"Patchbay:Faults:KillAt={step}", $"Patchbay:Faults:KillAfter={round % 3}");
            await PostUntilTakenOrDeadAsync(app, reports[^1]);
            await app.Exited.WaitAsync(TimeSpan.FromMinutes(1));
            kills++;
        }

        var links = await FinishAsync(reports);
        var issues = await github.IssuesAsync(repository);
        output.WriteLine($"{kills} kills, {links.Count} links, {issues.Count} issues");
        Assert.Equal(steps.Count * KillsAtEachStep, kills);
        Assert.Equal(4 * kills, links.Count);
        Assert.Equal(links.Select(MarkerOf).Order(), issues.Select(MarkerInBody).Order());
    }

    [Fact]
    public async Task Killed_at_random_moments_it_files_every_ticket_exactly_once()
    {
        var random = new Random(20261120);
        var reports = new List<byte[]>();

        for (var kill = 0; kill < RandomKills; kill++)
        {
            reports.Add(Make.Sarif(25, firstNumber: 1 + (25 * kill), tool: $"examiner-{kill}"));
            await using var app = await StartAsync();
            var moment = Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 250)));
            await Task.WhenAny(moment, PostUntilTakenOrDeadAsync(app, reports[^1]));
            await moment;
            await app.KillAsync();
        }

        var links = await FinishAsync(reports);
        var tickets = Directory.GetFiles(folder.File("tickets"), "*.md", SearchOption.AllDirectories);
        output.WriteLine($"{RandomKills} kills, {links.Count} links, {tickets.Length} tickets");
        Assert.Equal(25 * RandomKills, links.Count);
        Assert.Equal(links.Select(MarkerOf).Order(), tickets.Select(Path.GetFileNameWithoutExtension).Order());
    }

    private static string MarkerInBody(JsonElement issue) =>
        Marker().Match(issue.GetProperty("body").GetString()!).Value;

    [GeneratedRegex("pb-[0-9a-z]{12}")]
    private static partial Regex Marker();

    private static string? MarkerOf(JsonElement link) => link.GetProperty("marker").GetString();

    // The process may die under the request: what is not answered counts as not posted, and is posted again at the end.
    private static async Task PostUntilTakenOrDeadAsync(PatchbayProcess app, byte[] report)
    {
        try
        {
            using var body = new ByteArrayContent(report);
            using var reply = await app.Client.PostAsync("/api/assets/shop/scans", body);
        }
        catch (HttpRequestException)
        {
        }
    }

    private async Task<IReadOnlyList<JsonElement>> FinishAsync(List<byte[]> reports)
    {
        await using var app = await StartAsync();
        foreach (var report in reports)
        {
            var scan = await app.PostReportAsync("shop", report);
            await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);
        }

        var links = await app.ListAsync("/api/links?asset=shop&limit=1000");
        Assert.All(links, l => Assert.Equal("linked", l.GetProperty("state").GetString()));
        return links;
    }

    private async Task ConnectAsync(GitHubEmulator github, string repository)
    {
        await using var app = await StartAsync();
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

    // One second is enough for the emulator to have finished with a request of a killed process.
    private Task<PatchbayProcess> StartAsync(params string[] settings) =>
        PatchbayProcess.StartAsync(folder.Path, null, ["--Patchbay:Pushes:DoubtSeconds=1", .. settings.Select(s => "--" + s)]);
}
