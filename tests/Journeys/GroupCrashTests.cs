using System.Text.Json;
using Patchbay.Links;
using Patchbay.Tests.Support;
using Xunit.Abstractions;

namespace Patchbay.Tests.Journeys;

/// <summary>Kills the real process at every step from findings to the ticket they share: one ticket for each group, and every finding in it.</summary>
public sealed class GroupCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int KillsAtEachStep = 3;
    private const int FindingsInEachGroup = 6;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killed_at_each_step_it_files_one_ticket_for_each_group_with_all_its_findings()
    {
        await GroupAsync();
        var reports = new List<byte[]>();

        foreach (var (step, round) in KillSteps.All.SelectMany(s => Enumerable.Range(0, KillsAtEachStep).Select(n => (s, n))))
        {
            // Of a tool of its own, so a group of its own, that is told by several shards and pushed at least once.
            reports.Add(Make.Sarif(FindingsInEachGroup, tool: $"examiner-{reports.Count}"));
            var after = step <= PushStep.LaneNoted ? round : 0;
            await using var app = await StartAsync($"--Patchbay:Faults:KillAt={step}", $"--Patchbay:Faults:KillAfter={after}");
            await PostUntilTakenOrDeadAsync(app, reports[^1]);
            await app.Exited.WaitAsync(TimeSpan.FromMinutes(1));
        }

        var links = await FinishAsync(reports);
        var tickets = Directory.GetFiles(folder.File("tickets"), "*.md", SearchOption.AllDirectories);
        output.WriteLine($"{reports.Count} kills, {links.Count} groups, {tickets.Length} tickets");
        Assert.Equal(reports.Count, links.Count);
        Assert.Equal(links.Select(l => l.GetProperty("marker").GetString()).Order(), tickets.Select(Path.GetFileNameWithoutExtension).Order());
    }

    private static async Task PostUntilTakenOrDeadAsync(PatchbayProcess app, byte[] report)
    {
        try
        {
            using var body = new ByteArrayContent(report);
            using var reply = await app.Client.PostAsync("/api/assets/shop/scans", body);
        }
        catch (HttpRequestException)
        {
            // It died under the request: the report is posted again at the end.
        }
    }

    private async Task GroupAsync()
    {
        await using var app = await StartAsync();
        await app.PutAsync("/api/integrations/assignments/everything", new { mapping = "tickets", assets = new[] { "*" }, groupBy = "rule" });
    }

    private async Task<IReadOnlyList<JsonElement>> FinishAsync(List<byte[]> reports)
    {
        await using var app = await StartAsync();
        foreach (var report in reports)
        {
            var scan = await app.PostReportAsync("shop", report);
            await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);
        }

        await Eventually.SeeAsync(
            () => Task.FromResult(Directory.GetFiles(folder.File("tickets"), "*.md", SearchOption.AllDirectories).Select(File.ReadAllText).ToList()),
            all => all.TrueForAll(t => t.Contains($"{FindingsInEachGroup} open findings", StringComparison.Ordinal)),
            () => app.Output);
        var links = await app.ListAsync("/api/links?asset=shop&limit=1000");
        Assert.All(links, l => Assert.Equal("linked", l.GetProperty("state").GetString()));
        return links;
    }

    private Task<PatchbayProcess> StartAsync(params string[] settings) =>
        PatchbayProcess.StartAsync(folder.Path, null, ["--Patchbay:Pushes:DoubtSeconds=1", .. settings]);
}
