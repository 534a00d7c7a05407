using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patchbay.Tests.Flows;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>Retries under a played Functions host: started by the lane, answered turn by turn, restarted by the tick.</summary>
public sealed class HostFlowTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private PlayedCloud cloud = null!;

    public async Task InitializeAsync() => cloud = await PlayedCloud.StartAsync();

    public async Task DisposeAsync()
    {
        await cloud.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_push_that_fails_starts_a_flow_that_looks_after_it_until_the_push_may_be_tried_again()
    {
        await using var host = await ParkAsync();
        var (id, (name, input)) = Assert.Single(cloud.Started);
        var looks = new List<string>();
        var hub = new PlayedHub(
            async request => DurableCalls.ResponseIn(await CallAsync(host, name, DurableCalls.Turn(name, request))),
            async (activity, call) =>
            {
                looks.Add(DurableCalls.ResultIn(await CallAsync(host, activity, DurableCalls.Activity(activity, call)))!);
                return looks[^1];
            })
        {
            Now = DateTimeOffset.UtcNow,
        };

        await hub.RunAsync(name, input, mostTurns: 9);

        // The played hub's clock runs ahead of the real one, so each look finds the push parked until its time.
        Assert.StartsWith("retry-", id, StringComparison.Ordinal);
        Assert.True(hub.Runs >= 3 && hub.End is null, $"{hub.Runs} runs, {hub.Failure}");
        Assert.All(looks, look => Assert.Contains("again", look, StringComparison.Ordinal));
        Assert.DoesNotContain(PlayedCloud.DurableKey, host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_that_is_missing_is_started_again_by_the_next_tick()
    {
        await using var host = await ParkAsync();
        var first = Assert.Single(cloud.Started);
        cloud.Started.Clear();

        await CallAsync(host, "Tend", DurableCalls.Tick("Tend", cloud.DurableClient));
        await CallAsync(host, "Tend", DurableCalls.Tick("Tend", cloud.DurableClient));

        Assert.Equal(first, Assert.Single(cloud.Started));
    }

    [Fact]
    public async Task An_instance_of_a_push_that_is_gone_ends()
    {
        await using var host = await PlayedHost.StartAsync(cloud, folder.Path);
        var input = JsonSerializer.Serialize(new { lane = new { instance = "folder", number = 0 }, push = "p:0:gone", due = DateTimeOffset.UtcNow });
        var hub = new PlayedHub(
            async request => DurableCalls.ResponseIn(await CallAsync(host, "RetryFlow", DurableCalls.Turn("RetryFlow", request))),
            async (activity, call) => DurableCalls.ResultIn(await CallAsync(host, activity, DurableCalls.Activity(activity, call))));

        await hub.RunAsync("RetryFlow", input);

        Assert.Equal((1, null), hub.End);
    }

    // A folder for tickets that is a file: a tracker that is in trouble for now.
    private async Task<PlayedHost> ParkAsync()
    {
        await File.WriteAllTextAsync(folder.File("tickets"), "in the way");
        var host = await PlayedHost.StartAsync(cloud, folder.Path);
        using var taken = await host.PassOnAsync(HttpMethod.Post, "/api/assets/shop/scans", Make.Sarif(1));
        await host.DeliverAsync();
        using var links = await host.PassOnAsync(HttpMethod.Get, "/api/links?asset=shop");
        var link = JsonNode.Parse(await links.Content.ReadAsStringAsync())!["items"]![0]!;
        Assert.True(link["notBefore"] is not null, $"It is not parked: {link}\n{host.Output}");
        return host;
    }

    private static async Task<string> CallAsync(PlayedHost host, string function, byte[] call)
    {
        var (status, body) = await host.CallAsync(function, call);
        Assert.True(status == HttpStatusCode.OK, $"{function}: {status} {body}\n{host.Output}");
        return body;
    }
}
