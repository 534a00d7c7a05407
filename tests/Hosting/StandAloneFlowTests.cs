using System.Threading.Channels;
using Patchbay.Flows;
using Patchbay.Hosting;
using Patchbay.Links;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using static Patchbay.Tests.Hosting.StandAloneBench;

namespace Patchbay.Tests.Hosting;

/// <summary>The host inside this process drives flows, and calls their activities through the envelope.</summary>
public sealed class StandAloneFlowTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    private readonly StandAloneBench bench = new();
    private readonly MemoryStore store = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_flow_sleeps_in_one_process_and_calls_its_activity_in_the_next()
    {
        using var queue = bench.Open();
        var seen = Channel.CreateUnbounded<string>();
        using (var host = bench.Host(queue, Activity((i, _) => Note(seen, i)), flows: await StartedAsync()))
        {
            await host.StartAsync(default);
            await bench.Time.UntilSomebodyWaitsForAsync(Wait);
            await host.StopAsync(default);
        }

        using var next = bench.Host(queue, Activity((i, _) => Note(seen, i)), flows: bench.Flows(store));
        await next.StartAsync(default);
        await bench.AdvanceAsync(Wait);

        Assert.Contains("\"push\":\"p:1\"", await NextAsync(seen), StringComparison.Ordinal);
        await Eventually.SeeAsync(() => store.ListAsync("flows", "", null, default).CountAsync().AsTask(), rows => rows == 0);
        await next.StopAsync(default);
    }

    [Fact]
    public async Task An_activity_that_throws_is_called_again_when_its_flow_says_so()
    {
        using var queue = bench.Open();
        var seen = Channel.CreateUnbounded<string>();
        var failures = 1;
        var functions = Activity(async (i, _) =>
        {
            await Note(seen, i);
            return Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("out of paper") : "{}";
        });
        using var host = bench.Host(queue, functions, flows: await StartedAsync());
        await host.StartAsync(default);

        await bench.AdvanceAsync(Wait);
        await NextAsync(seen);
        await bench.AdvanceAsync(TimeSpan.FromMinutes(2));
        await NextAsync(seen);

        await host.StopAsync(default);
    }

    [Fact]
    public async Task An_activity_that_a_stop_cuts_off_is_called_again_at_the_next_start()
    {
        using var queue = bench.Open();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (var host = bench.Host(queue, Activity((_, token) => HangAsync(called, token)), flows: await StartedAsync()))
        {
            await host.StartAsync(default);
            await bench.AdvanceAsync(Wait);
            await InTimeAsync(called.Task);
            using var impatient = new CancellationTokenSource();
            var stop = host.StopAsync(impatient.Token);
            await impatient.CancelAsync();
            await stop;
        }

        var seen = Channel.CreateUnbounded<string>();
        using var next = bench.Host(queue, Activity((i, _) => Note(seen, i)), flows: bench.Flows(store));
        await next.StartAsync(default);
        await NextAsync(seen);
        await next.StopAsync(default);
    }

    [Fact]
    public async Task A_store_in_trouble_stops_no_flow_for_good()
    {
        using var queue = bench.Open();
        var seen = Channel.CreateUnbounded<string>();
        var flows = await StartedAsync();
        var troubles = 1;
        store.BeforeCommit = (_, _) => _ = Interlocked.Decrement(ref troubles) >= 0 ? throw new IOException("The disk is full.") : 0;
        using var host = bench.Host(queue, Activity((i, _) => Note(seen, i)), flows: flows);
        await host.StartAsync(default);

        await bench.AdvanceAsync(TimeSpan.FromSeconds(5));
        await bench.AdvanceAsync(Wait - TimeSpan.FromSeconds(5));
        await NextAsync(seen);

        await host.StopAsync(default);
    }

    private static FunctionRegistry Activity(ActivityFunction run) => new FunctionRegistry().OnActivity(RetryFlow.Activity, run);

    private static Task<string> Note(Channel<string> seen, Invocation invocation) =>
        Task.FromResult(seen.Writer.TryWrite(Text(invocation)) ? "{}" : "null");

    private static async Task<string> HangAsync(TaskCompletionSource called, CancellationToken cancellationToken)
    {
        called.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return "{}";
    }

    private async Task<LocalFlows> StartedAsync()
    {
        var flows = bench.Flows(store);
        var wish = new RetryWish(new LaneId("board", 0), "p:1", bench.Time.GetUtcNow() + Wait);
        await flows.StartAsync(
            new FlowStart(RetryFlow.Name, "retry-1", System.Text.Encoding.UTF8.GetString(StoredJson.Write(wish))), default);
        return flows;
    }
}
