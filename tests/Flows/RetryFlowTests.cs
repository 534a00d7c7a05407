using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Patchbay.Findings;
using Patchbay.Flows;
using Patchbay.Hosting;
using Patchbay.Links;
using Patchbay.Tests.Links;
using Patchbay.Trackers;
using Patchbay.Triggers.Tend;
using Patchbay.Triggers.WakeLane;

namespace Patchbay.Tests.Flows;

/// <summary>From a parked push to its ticket: the lane, the flow and the activity together, on a clock that stands still.</summary>
public sealed class RetryFlowTests
{
    private readonly LaneBench bench = new();

    [Fact]
    public async Task A_parked_push_has_its_lane_woken_at_its_time_and_then_nobody_waits_any_more()
    {
        var flows = await ParkAsync(busyAnswers: 1);

        await RunAsync(flows);
        var early = bench.Queue.Sent.Count;
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await RunAsync(flows);
        await bench.DrainAsync();
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(flows);

        Assert.Equal((0, 1), (early, bench.Queue.Sent.Count));
        Assert.Single(bench.Tracker.Tickets);
        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task A_push_parked_again_is_waited_for_by_the_same_flow()
    {
        var flows = await ParkAsync(busyAnswers: 3);
        for (var half = 0; half < 20; half++)
        {
            var wakes = bench.Queue.Sent.Count;
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
            await RunAsync(flows);
            if (bench.Queue.Sent.Count > wakes)
            {
                await bench.DrainAsync();
                await StartAsync(flows);
            }
        }

        Assert.Single(bench.Tracker.Tickets);
        Assert.Equal(4, bench.Tracker.Times.Count);
        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task A_process_killed_while_a_push_is_parked_wakes_the_lane_after_its_restart()
    {
        await RunAsync(await ParkAsync(busyAnswers: 1));

        bench.Clock.Advance(TimeSpan.FromHours(5));
        await RunAsync(Open());

        Assert.Single(bench.Queue.Sent);
    }

    [Fact]
    public async Task An_activity_that_fails_is_called_again_after_two_minutes()
    {
        var flows = await ParkAsync(busyAnswers: 1);
        bench.Clock.Advance(TimeSpan.FromSeconds(30));

        await RunAsync(flows, (_, _, _) => Task.FromResult<CallEnd>(new CallEnd.Failed("The queue is down.")));
        var whileDown = bench.Queue.Sent.Count;
        bench.Clock.Advance(TimeSpan.FromMinutes(2));
        await RunAsync(flows);

        Assert.Equal((0, 1), (whileDown, bench.Queue.Sent.Count));
    }

    [Fact]
    public async Task A_flow_that_is_missing_is_started_by_the_next_tick_and_one_that_runs_is_left_alone()
    {
        await bench.ConnectedAsync();
        await bench.WishAsync();
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Later(null, "It is busy."));
        await bench.DrainAsync();
        var flows = Open();
        var outbox = new Patchbay.Outbox.Outbox(bench.Store, bench.Queue, bench.Clock);
        var decisions = new Decisions(bench.Store, new FindingBook(bench.Store), new AcceptedRisks(bench.Store), outbox, bench.Clock);
        var tend = new Tend(outbox, decisions, bench.Lane, Retry(flows), bench.Desk, bench.Integrations);

        await tend.RunAsync(new Invocation("Tend", default, 1), CancellationToken.None);
        await tend.RunAsync(new Invocation("Tend", default, 1), CancellationToken.None);
        var rows = await RowsAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await RunAsync(flows);

        Assert.Equal((1, 1), (rows, bench.Queue.Sent.Count));
    }

    [Fact]
    public void The_instance_is_named_by_the_push_so_that_starting_it_twice_is_harmless()
    {
        var push = new PendingPush(new LinkRef("shop", "0123", "issues"), default, bench.Clock.GetUtcNow());

        var first = RetryFlow.Of(bench.Id, push with { NotBefore = bench.Clock.GetUtcNow() });
        var later = RetryFlow.Of(bench.Id, push with { NotBefore = bench.Clock.GetUtcNow().AddHours(1) });
        var other = RetryFlow.Of(new LaneId("board", 1), push);

        Assert.Equal(first.Id, later.Id);
        Assert.NotEqual(first.Id, other.Id);
    }

    private static RetryLater Retry(LocalFlows flows) => (lane, parked, token) => flows.StartAsync(RetryFlow.Of(lane, parked), token);

    private LocalFlows Open() => new(bench.Store, [new Flow(RetryFlow.Name, RetryFlow.Plan)], bench.Clock, NullLogger<LocalFlows>.Instance);

    private async Task<LocalFlows> ParkAsync(int busyAnswers)
    {
        await bench.ConnectedAsync();
        await bench.WishAsync();
        for (var answer = 0; answer < busyAnswers; answer++)
        {
            bench.Tracker.Answers.Enqueue(_ => new PushResult.Later(null, "It is busy."));
        }

        await bench.DrainAsync();
        var flows = Open();
        await StartAsync(flows);
        return flows;
    }

    // What the lane asked for, as the program wires it.
    private async Task StartAsync(LocalFlows flows)
    {
        foreach (var parked in bench.Retries)
        {
            await Retry(flows)(bench.Id, parked, CancellationToken.None);
        }

        bench.Retries.Clear();
    }

    private async Task RunAsync(LocalFlows flows, CallActivity? call = null)
    {
        await flows.LoadAsync();
        while (true)
        {
            using var enough = new CancellationTokenSource();
            var taken = flows.TakeAsync(enough.Token);
            if (!taken.IsCompleted)
            {
                await enough.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taken);
                return;
            }

            await flows.StepAsync(await taken, call ?? WakeAsync, CancellationToken.None);
        }
    }

    private async Task<CallEnd> WakeAsync(string activity, string input, CancellationToken cancellationToken)
    {
        var call = new Invocation(activity, Encoding.UTF8.GetBytes(input), 1);
        return new CallEnd.Done(await new WakeLane(new ParkedPush(bench.Lane, bench.Clock)).RunAsync(call, cancellationToken));
    }

    private async Task<int> RowsAsync() => await bench.Store.ListAsync("flows", "", null, CancellationToken.None).CountAsync();
}
