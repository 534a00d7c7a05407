using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Trackers;
using Patchbay.Trackers.GitHub;

namespace Patchbay.Tests.Links;

/// <summary>A thousand tickets at once against a tracker that keeps to its limits, on a fast clock.</summary>
public sealed class LimitsTests
{
    private const int Tickets = 1_000;

    [Theory]
    [InlineData(null)]
    [InlineData(200)]
    public async Task A_thousand_tickets_are_filed_most_urgent_first_without_a_storm_and_when_it_was_said(int? paceMilliseconds)
    {
        using var connections = new TrackerConnections(refusesPrivateAddresses: false);
        var bench = new LaneBench(kind: clock => new GitHubTrackerKind(connections, new OneSecret(), new TrackerSettings(), clock));
        await using var github = await LimitedGitHub.StartAsync(bench.Clock);
        var instance = new Instance("hub", "github")
        {
            Url = github.Address.ToString(),
            AllowInsecure = true,
            PaceMilliseconds = paceMilliseconds,
        };
        await ConnectAsync(bench, instance);
        var lane = new LaneId("hub", 0);
        await WishAsync(bench, lane);
        var start = bench.Clock.GetUtcNow();
        var outlook = await bench.Lane.OutlookAsync(lane, bench.Kinds.PaceOf(instance), CancellationToken.None);

        await RunToTheEndAsync(bench, lane);

        Assert.Equal(Tickets, github.Created.Count);
        Assert.Equal(Tickets, github.Created.DistinctBy(c => c.Title).Count());
        var severities = github.Created.Select(c => c.Title[1..c.Title.IndexOf(']', StringComparison.Ordinal)]).Distinct();
        Assert.Equal(["Critical", "High", "Medium", "Low"], severities);

        // At most one refusal in the minute that the tracker asked us to wait for.
        Assert.All(github.Refused.Zip(github.Refused.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(30), $"{pair}"));
        if (paceMilliseconds is null)
        {
            Assert.Empty(github.Refused);
            var took = github.Created[^1].At - start;
            Assert.InRange((outlook.DoneAt!.Value - start) / took, 0.9, 1.1);
        }
        else
        {
            Assert.NotEmpty(github.Refused);
        }
    }

    private static async Task ConnectAsync(LaneBench bench, Instance instance)
    {
        await bench.ConnectedAsync();
        var editor = new Editor("test", _ => false);
        var made = await bench.Integrations.PutAsync(
            instance, new Dictionary<string, string?> { ["token"] = "t0ken" }, editor, CancellationToken.None);
        Assert.IsType<BookChange.Done>(made);
        Assert.IsType<BookChange.Done>(
            await bench.Integrations.PutAsync(new Mapping("issues", "hub", "acme/site"), editor, CancellationToken.None));
    }

    private static async Task WishAsync(LaneBench bench, LaneId lane)
    {
        Severity[] severities = [Severity.Low, Severity.Critical, Severity.Medium, Severity.High];
        var names = new List<LinkRef>();
        for (var i = 0; i < Tickets; i++)
        {
            names.Add(await bench.WishAsync(severities[i % severities.Length]));
        }

        var wishes = names.Select(async n => await bench.LinkAsync(n)).ToList();
        await bench.Lane.NoteAsync(
            lane, (await Task.WhenAll(wishes)).Select(l => new PendingPush(l.Ref, l.Severity, l.WantedAt)), CancellationToken.None);
    }

    // What the queue and the clock of a running app do: a drained lane is woken when it asked for it, and pauses pass.
    private static async Task RunToTheEndAsync(LaneBench bench, LaneId lane)
    {
        for (var rounds = 0; rounds < 200; rounds++)
        {
            bench.Queue.Sent.Clear();
            var draining = bench.Run.DrainAsync(lane, CancellationToken.None);
            while (!draining.IsCompleted)
            {
                await Task.WhenAny(draining, Task.Delay(1));
                bench.Clock.AdvanceToNext(TimeSpan.FromSeconds(5));
            }

            await draining;
            if (bench.Queue.Sent is not [.., var wake])
            {
                return;
            }

            if (wake.NotBefore is { } at && at > bench.Clock.GetUtcNow())
            {
                bench.Clock.Advance(at - bench.Clock.GetUtcNow());
            }
        }

        Assert.Fail("The lane was not empty after 200 rounds.");
    }

    private sealed class OneSecret : Patchbay.Integrations.Secrets.ISecrets
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>("t0ken");

        public Task SetAsync(string name, string? value, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
