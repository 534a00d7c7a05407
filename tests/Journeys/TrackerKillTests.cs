using System.Text.Json;
using Patchbay.Tests.Support;
using Patchbay.Trackers;
using Xunit.Abstractions;

namespace Patchbay.Tests.Journeys;

/// <summary>Kills the real process at every step and at random while it files tickets in each tracker: none may be lost, none doubled.</summary>
public sealed class TrackerKillTests(ITestOutputHelper output) : IDisposable
{
    private const int TicketsPerKill = 4;
    private const int RandomKills = 3;

    private readonly TempFolder folder = new();

    public static TheoryData<string> Kinds => [.. TrackerKillTarget.Kinds];

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Killed_again_and_again_it_files_every_ticket_exactly_once(string kind)
    {
        var target = await TrackerKillTarget.OpenAsync(kind);
        await using var tracker = target.Tracker;
        await ConnectAsync(target);
        var reports = new List<byte[]>();
        var since = DateTimeOffset.UtcNow;

        foreach (var step in KillSteps.WithoutGroups)
        {
            reports.Add(Report(reports.Count));
            await using var app = await StartAsync($"--Patchbay:Faults:KillAt={step}", $"--Patchbay:Faults:KillAfter={reports.Count % 3}");
            await PostUntilTakenOrDeadAsync(app, reports[^1]);
            await Task.WhenAny(app.Exited, Task.Delay(TimeSpan.FromMinutes(1)));
            if (!app.Exited.IsCompleted)
            {
                Assert.Fail($"It did not die at {step}.\n{string.Join('\n', await app.ListAsync("/api/links?asset=shop&limit=1000"))}\n{app.Output}");
            }
        }

        var random = new Random(20261121);
        for (var kill = 0; kill < RandomKills; kill++)
        {
            reports.Add(Report(reports.Count));
            await using var app = await StartAsync();
            var moment = Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 400)));
            await Task.WhenAny(moment, PostUntilTakenOrDeadAsync(app, reports[^1]));
            await moment;
            await app.KillAsync();
        }

        var links = await FinishAsync(reports);
        var count = await tracker.CountAsync();
        output.WriteLine($"{kind}: {reports.Count} kills, {links.Count} links, {count} tickets");
        Assert.Equal(TicketsPerKill * reports.Count, links.Count);
        Assert.Equal(links.Count, count);
        foreach (var link in links)
        {
            var found = await tracker.Tracker.FindAsync(link.GetProperty("marker").GetString()!, since, CancellationToken.None);
            Assert.Equal(link.GetProperty("ticket").GetProperty("key").GetString(), Assert.IsType<MarkerSearch.Found>(found).Ticket.Key);
        }
    }

    // Findings of its own for every kill, so that there is always a ticket to die at.
    private static byte[] Report(int number) =>
        Make.Sarif(TicketsPerKill, firstNumber: 1 + (TicketsPerKill * number), tool: $"examiner-{number}");

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
            await app.PostReportAsync("shop", report);
        }

        // Where a search lags, a ticket in doubt is made again only when the lag is over.
        return await Eventually.SeeAsync(
            () => app.ListAsync("/api/links?asset=shop&limit=1000"),
            links => links.Count == TicketsPerKill * reports.Count && links.All(l => l.GetProperty("state").GetString() == "linked"),
            () => app.Output,
            TimeSpan.FromMinutes(3));
    }

    private async Task ConnectAsync(TrackerKillTarget target)
    {
        await using var app = await StartAsync();
        await app.PutAsync("/api/integrations/instances/tracker", new
        {
            kind = target.Kind,
            url = target.Tracker.Proxy.Address.ToString(),
            allowInsecure = true,
            paceMilliseconds = 0,
            settings = target.Settings,
            secrets = new Dictionary<string, string> { [target.SecretName] = target.Tracker.Secret },
        });
        await app.PutAsync("/api/integrations/mappings/issues", new { instance = "tracker", project = target.Project });
        await app.PutAsync("/api/integrations/assignments/everything", new { mapping = "issues", assets = new[] { "*" } });
    }

    private Task<PatchbayProcess> StartAsync(params string[] settings) =>
        PatchbayProcess.StartAsync(folder.Path, null, ["--Patchbay:Pushes:DoubtSeconds=1", .. settings]);
}
