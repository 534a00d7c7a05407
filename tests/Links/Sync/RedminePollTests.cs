using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Links;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Trackers;
using Patchbay.Trackers;
using Patchbay.Trackers.Redmine;

namespace Patchbay.Tests.Links.Sync;

/// <summary>A tracker without webhooks: what people do in the real Redmine shows by polling.</summary>
public sealed class RedminePollTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [SkippableFact]
    public async Task A_status_that_somebody_changes_in_Redmine_shows_and_so_does_its_return()
    {
        await using var project = await RedmineProject.OpenAsync(TimeProvider.System);
        using var connections = new TrackerConnections(refusesPrivateAddresses: false);
        var (bench, link) = await LinkedAsync(project, connections);
        await PollAsync(bench);
        var before = await bench.FindingAsync(link.Ref);

        await NextSecondAsync();
        await project.CloseAsync(link.Ticket!);
        await PollAsync(bench);
        var closed = await bench.FindingAsync(link.Ref);
        await NextSecondAsync();
        await project.ChangeAsync(link.Ticket!, new { status_id = 1 });
        await PollAsync(bench);

        Assert.Equal((FindingState.Open, FindingState.Fixed), (before.State, closed.State));
        Assert.Equal($"{link.Ticket!.Key} was set to Closed.", closed.StateReason);
        Assert.Equal(FindingState.Open, (await bench.FindingAsync(link.Ref)).State);
    }

    private static async Task<(LaneBench Bench, Link Link)> LinkedAsync(RedmineProject project, TrackerConnections connections)
    {
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of("tracker", "apiKey"), project.Server.Key, None);
        var bench = new LaneBench(kind: clock => new RedmineTrackerKind(connections, secrets, new TrackerSettings(), clock))
        {
            Instance = new Instance("tracker", "redmine") { Url = project.Proxy.Address.ToString(), AllowInsecure = true, PaceMilliseconds = 0 },
        };
        bench.Clock.Advance(DateTimeOffset.UtcNow - bench.Clock.GetUtcNow());
        await bench.ConnectedAsync(m => m with { Project = project.Identifier });
        var editor = new Editor("test", _ => false);
        Assert.IsType<BookChange.Done>(await bench.Integrations.PutAsync(
            bench.Instance, new Dictionary<string, string?> { ["apiKey"] = project.Server.Key }, editor, None));
        Assert.IsType<BookChange.Done>(await bench.Integrations.PutAsync(new Mapping("issues", "tracker", project.Identifier), editor, None));
        var name = await bench.WishAsync();
        await bench.DrainAsync();
        var link = await bench.LinkAsync(name);
        Assert.Equal(LinkState.Linked, link.State);
        return (bench, link);
    }

    // Polls are a minute apart, but Redmine's own clock does not stand still for the test's: it tells changes apart by the second.
    private static Task NextSecondAsync() => Task.Delay(TimeSpan.FromMilliseconds(1_050 - (DateTime.UtcNow.Millisecond % 1_000)));

    // A minute later; what the poll asks for is looked at.
    private static async Task PollAsync(LaneBench bench)
    {
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.Polling.RunAsync(None);
        foreach (var message in bench.Queue.Sent.Where(m => m.Id.StartsWith("sync:", StringComparison.Ordinal)).ToList())
        {
            await bench.Syncs.RunAsync(message.Read(), None);
        }

        bench.Queue.Sent.Clear();
    }
}
