using Microsoft.Extensions.Logging.Abstractions;
using Patchbay.Flows;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using static Patchbay.Tests.Flows.Plans;

namespace Patchbay.Tests.Flows;

/// <summary>The driver in this process: on every store, and killed between any two steps.</summary>
public abstract class LocalFlowsContract : IAsyncLifetime
{
    private static readonly Flow[] Known =
        [new("WaitAThenB", Plans.WaitAThenB), new("Daily", Plans.Daily), new("Week", Plans.Week), new("Retry", RetryFlow.Plan)];

    private readonly FakeTime clock = new(Ten);
    private readonly List<string> calls = [];
    private KilledStore store = null!;

    public async Task InitializeAsync() => store = new KilledStore(await OpenAsync());

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_flow_sleeps_and_then_calls_one_activity_after_the_other()
    {
        var flows = Open();
        await flows.StartAsync(new FlowStart("WaitAThenB", "f-1", "\"x\""), default);

        await RunAsync(flows);
        var before = calls.ToList();
        clock.Advance(TimeSpan.FromHours(1));
        await RunAsync(flows);

        Assert.Empty(before);
        Assert.Equal(["A \"x\"", "B \"a\""], calls);
        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task Nobody_is_woken_before_the_time_and_somebody_is_at_it()
    {
        var flows = Open();
        await flows.StartAsync(new FlowStart("WaitAThenB", "f-1", "\"x\""), default);
        await RunAsync(flows);

        var taken = flows.TakeAsync(default);
        await clock.UntilSomebodyWaitsForAsync(TimeSpan.FromHours(1));
        var early = taken.IsCompleted;
        clock.Advance(TimeSpan.FromHours(1));

        Assert.False(early);
        Assert.Equal("f-1", await taken.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Started_twice_it_runs_once_and_after_its_end_it_may_be_started_again()
    {
        var flows = Open();
        var start = new FlowStart("WaitAThenB", "f-1", "\"x\"");
        await flows.StartAsync(start, default);
        await flows.StartAsync(start, default);
        clock.Advance(TimeSpan.FromHours(2));
        await RunAsync(flows);
        var once = calls.Count;

        await flows.StartAsync(start, default);
        await RunAsync(flows);

        Assert.Equal((2, 4), (once, calls.Count));
    }

    // Commits after the start: the timer noted, fired and A called, A ended and B called, the end. The last row kills none of them.
    [Theory]
    [InlineData(1, "A \"x\"", "B \"a\"")]
    [InlineData(2, "A \"x\"", "B \"a\"")]
    [InlineData(3, "A \"x\"", "A \"x\"", "B \"a\"")]
    [InlineData(4, "A \"x\"", "B \"a\"", "B \"a\"")]
    [InlineData(5, "A \"x\"", "B \"a\"")]
    public async Task A_kill_at_any_commit_repeats_a_step_at_most_and_loses_none(int killAt, params string[] expected)
    {
        await Open().StartAsync(new FlowStart("WaitAThenB", "f-1", "\"x\""), default);
        store.Kill(killAt);

        // A kill loses all that was in memory; the next process opens the store and goes on.
        for (var process = 0; process < 3; process++)
        {
            await RunUntilKilledAsync(Open());
            clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(expected, calls);
        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task A_kill_after_a_commit_that_nobody_heard_of_repeats_nothing_that_was_noted()
    {
        await Open().StartAsync(new FlowStart("WaitAThenB", "f-1", "\"x\""), default);
        clock.Advance(TimeSpan.FromHours(1));
        for (var process = 0; process < 12; process++)
        {
            store.Kill(atCommit: 1, afterwards: true);
            await RunUntilKilledAsync(Open());
        }

        Assert.Equal(["A \"x\"", "B \"a\""], calls);
        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task An_eternal_flow_runs_every_day_and_its_history_does_not_grow()
    {
        await Open().StartAsync(new FlowStart("Daily", "daily", $"\"{Ten.AddHours(8):O}\""), default);
        var sizes = new HashSet<int>();
        for (var day = 0; day < 5; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await RunAsync(Open());
            sizes.Add((await store.FindAsync("flows", "daily", default))!.Body.Length);
        }

        Assert.Equal(["Daily \"2026-03-02\"", "Daily \"2026-03-03\"", "Daily \"2026-03-04\"", "Daily \"2026-03-05\"", "Daily \"2026-03-06\""], calls);
        Assert.Single(sizes);
    }

    [Fact]
    public async Task After_days_of_standstill_a_late_timer_fires_at_once()
    {
        await Open().StartAsync(new FlowStart("Week", "week", "null"), default);
        await RunAsync(Open());

        clock.Advance(TimeSpan.FromDays(30));
        await RunAsync(Open());

        Assert.Equal(["A null"], calls);
    }

    [Fact]
    public async Task What_another_version_left_ends_that_flow_and_no_other()
    {
        await store.CommitAsync("flows", [new Change.Add("bad-1", "{"u8.ToArray()), new Change.Add("bad-2", """{"flow":"Gone","history":[]}"""u8.ToArray())], default);
        var changed = FlowRecord.Begin("WaitAThenB", "\"x\"", Ten).With(new FlowEvent.CallMade(0, "Old"));
        await store.CommitAsync("flows", [new Change.Add("bad-3", StoredJson.Write(changed))], default);
        var flows = Open();
        await flows.StartAsync(new FlowStart("Week", "week", "null"), default);

        await RunAsync(flows);

        Assert.NotNull(await store.FindAsync("flows", "week", default));
        Assert.Equal(1, await RowsAsync());
    }

    [Fact]
    public async Task Only_known_flows_are_started()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Open().StartAsync(new FlowStart("Nobody", "f-1", "null"), default));
        Assert.Throws<ArgumentException>(() => new FlowStart("Week", "a/b", "null"));
    }

    protected abstract Task<IStore> OpenAsync();

    // As a process that starts: it knows nothing but what is stored.
    private LocalFlows Open() => new(store, Known, clock, NullLogger<LocalFlows>.Instance);

    private async Task RunAsync(LocalFlows flows)
    {
        await flows.LoadAsync();

        // Whatever is due is taken at once; when nothing is, the taker waits, and is sent home.
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

            await flows.StepAsync(await taken, CallAsync, default);
        }
    }

    private async Task RunUntilKilledAsync(LocalFlows flows)
    {
        try
        {
            await RunAsync(flows);
        }
        catch (IOException)
        {
        }
    }

    private Task<CallEnd> CallAsync(string activity, string input, CancellationToken cancellationToken)
    {
        calls.Add($"{activity} {input}");
        return Task.FromResult<CallEnd>(new CallEnd.Done($"\"{activity.ToLowerInvariant()}\""));
    }

    private async Task<int> RowsAsync() => await store.ListAsync("flows", "", null, default).CountAsync();
}
