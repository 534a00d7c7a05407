using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Patchbay.Hooks;
using Patchbay.Links.Sync;
using Patchbay.Storage;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Links;
using Patchbay.Trackers;

namespace Patchbay.Tests.Hooks;

/// <summary>A hook that falls silent is noticed by polling, and nothing is lost meanwhile.</summary>
public sealed class HookWatchTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_hook_cut_for_an_hour_loses_nothing_and_is_shown_as_quiet_until_it_calls_again()
    {
        var bench = await Bench.StartAsync();
        await bench.CallAsync("pb-1");
        var lastCall = bench.Lane.Clock.GetUtcNow();
        bench.Lane.Queue.Sent.Clear();

        for (var minute = 0; minute < 60; minute++)
        {
            bench.Lane.Clock.Advance(TimeSpan.FromMinutes(1));
            if (minute is 10 or 40)
            {
                bench.ChangeAt(minute == 10 ? "pb-1" : "pb-2");
            }

            await bench.Lane.Polling.RunAsync(None);
            await bench.Watch.JudgeAsync("board", None);
        }

        var state = await bench.StateAsync();
        Assert.Equal(("quiet", lastCall), (state.State, state.Since));
        Assert.Equal(2, (await bench.Health.ReadAsync("board", None)).Missed);
        Assert.Equal(["pb-1", "pb-2"], bench.Looked().Distinct());

        await bench.CallAsync("pb-2");
        Assert.Equal("working", (await bench.StateAsync()).State);
    }

    [Fact]
    public async Task A_change_that_a_call_announced_is_not_missed_whether_the_call_or_the_poll_came_first()
    {
        var bench = await Bench.StartAsync();
        await bench.CallAsync("pb-1");
        bench.Lane.Clock.Advance(TimeSpan.FromMinutes(30));
        bench.ChangeAt("pb-1");
        bench.ChangeAt("pb-2");
        await bench.CallAsync("pb-1");

        await bench.Lane.Polling.RunAsync(None);
        bench.Lane.Clock.Advance(TimeSpan.FromMinutes(2));
        var early = await bench.Watch.JudgeAsync("board", None);
        await bench.CallAsync("pb-2");
        bench.Lane.Clock.Advance(TimeSpan.FromMinutes(4));
        var late = await bench.Watch.JudgeAsync("board", None);

        Assert.Equal((0, 0), (early, late));
        Assert.Equal("working", (await bench.StateAsync()).State);
    }

    [Fact]
    public async Task A_hook_that_never_called_is_not_blamed()
    {
        var bench = await Bench.StartAsync();
        bench.ChangeAt("pb-1");

        await bench.Lane.Polling.RunAsync(None);
        bench.Lane.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(0, await bench.Watch.JudgeAsync("board", None));
        Assert.Equal("waiting", (await bench.StateAsync()).State);
    }

    private sealed class Bench
    {
        private readonly List<ChangedTicket> changes = [];
        private int calls;

        private Bench(LaneBench lane)
        {
            Lane = lane;
            var kinds = new HookKinds([new ScriptedHooks()]);
            var journal = new HookJournal(lane.Store, lane.Clock);
            Health = new HookHealthBook(lane.Store);
            var settings = new HookSettings { PublicUrl = "https://patchbay.example.com" };
            Desk = new HookDesk(kinds, lane.Integrations, new MemorySecrets(), lane.Desk, Health, settings, lane.Clock, NullLogger<HookDesk>.Instance);
            Watch = new HookWatch(lane.Store, kinds, lane.Kinds, lane.Integrations, journal, Health, settings, lane.Clock);
            lane.OnChanges = Watch.DoubtAsync;
            lane.Tracker.Changes = since => new Changes.Seen([.. changes.Where(c => c.ChangedAt >= since)], lane.Clock.GetUtcNow());
        }

        public LaneBench Lane { get; }

        public HookHealthBook Health { get; }

        public HookDesk Desk { get; }

        public HookWatch Watch { get; }

        /// <summary>Two tickets are linked, and a first poll has been.</summary>
        public static async Task<Bench> StartAsync()
        {
            var lane = await new LaneBench().ConnectedAsync();
            await lane.WishAsync();
            await lane.WishAsync();
            await lane.DrainAsync();
            var bench = new Bench(lane);
            await lane.Polling.RunAsync(None);
            lane.Clock.Advance(TimeSpan.FromMinutes(1));
            return bench;
        }

        /// <summary>A person changes a ticket; the tracker's own record has it.</summary>
        public void ChangeAt(string ticket) => changes.Add(new ChangedTicket(ticket, Lane.Clock.GetUtcNow()));

        public async Task CallAsync(string ticket)
        {
            var body = Encoding.UTF8.GetBytes($"{ticket} {++calls}");
            Assert.Equal(HookOutcome.Queued, await Desk.TakeAsync("board", body, new HeaderDictionary(), None));
        }

        public async Task<HookState> StateAsync() => HookState.Of(await Health.ReadAsync("board", None), hasSecret: true);

        public IEnumerable<string> Looked() =>
            from message in Lane.Queue.Sent
            where message.Id.StartsWith("sync:", StringComparison.Ordinal)
            select StoredJson.Read<SyncWork>(message.Body).TicketKey;
    }

    /// <summary>Calls that are believed, for tests of what is done with them.</summary>
    private sealed class ScriptedHooks : ITrackerHooks
    {
        public string Kind => "scripted";

        public string Proof => "none";

        public IReadOnlyList<string> Steps => [];

        public IReadOnlyList<KindSetting> Secrets => [];

        public HookReading Receive(HookCall call) =>
            new HookReading.Tickets(call.BodyName(), "changed", [Encoding.UTF8.GetString(call.Body.Span).Split(' ')[0]], null);
    }
}
