using Patchbay.Hooks;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Sync;

/// <summary>What changed in a tracker is looked at once, whoever crashes meanwhile.</summary>
public sealed class PollingTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_mapping_without_tickets_is_not_polled()
    {
        var bench = await new LaneBench().ConnectedAsync();

        await bench.Polling.RunAsync(None);

        Assert.Empty(bench.Tracker.Asked);
    }

    [Fact]
    public async Task Tickets_linked_before_the_first_poll_are_looked_at_once_and_the_tracker_is_asked_from_long_enough_ago()
    {
        var bench = await LinkedAsync(3);

        var first = await bench.Polling.RunAsync(None);
        var second = await bench.Polling.RunAsync(None);

        Assert.Equal((3, 0), (first, second));
        Assert.Equal(["pb-1", "pb-2", "pb-3"], Wanted(bench));
        Assert.All(bench.Tracker.Asked, since => Assert.Equal(bench.Clock.GetUtcNow().AddDays(-1), since));
    }

    [Fact]
    public async Task More_tickets_than_one_poll_takes_are_caught_up_with_in_the_next()
    {
        var bench = await LinkedAsync(950);

        var counts = new[] { await bench.Polling.RunAsync(None), await bench.Polling.RunAsync(None), await bench.Polling.RunAsync(None) };

        Assert.Equal([900, 50, 0], counts);
        Assert.Equal(950, Wanted(bench).Distinct().Count());
    }

    [Fact]
    public async Task A_changed_ticket_is_looked_at_and_not_again_when_it_is_told_again()
    {
        var bench = await PolledAsync(2);
        var now = bench.Clock.GetUtcNow();
        bench.Tracker.Changes = _ => Told(now.AddMinutes(-1), ("pb-1", now.AddSeconds(-20)), ("theirs", now.AddSeconds(-5)), ("pb-2", now));

        await bench.Polling.RunAsync(None);
        await bench.Polling.RunAsync(None);
        await bench.Polling.RunAsync(None);

        // The last second of a list may not be over: what changed in it is looked at twice.
        Assert.Equal(["pb-1", "pb-2", "pb-2"], Wanted(bench));
        Assert.Equal(now.AddMinutes(-1), bench.Tracker.Asked[^1]);
    }

    [Fact]
    public async Task A_ticket_that_changes_again_is_looked_at_again()
    {
        var bench = await PolledAsync(1);
        var now = bench.Clock.GetUtcNow();
        bench.Tracker.Changes = since => Told(since, ("pb-1", now.AddSeconds(-20)), ("theirs", now));
        await bench.Polling.RunAsync(None);
        bench.Tracker.Changes = since => Told(since, ("theirs", now), ("pb-1", now.AddSeconds(10)), ("theirs-2", now.AddSeconds(20)));

        await bench.Polling.RunAsync(None);

        Assert.Equal(["pb-1", "pb-1"], Wanted(bench));
    }

    [Fact]
    public async Task A_poll_that_brings_nothing_new_writes_nothing()
    {
        var bench = await PolledAsync(1);
        var now = bench.Clock.GetUtcNow();
        bench.Tracker.Changes = since => Told(since, ("pb-1", now.AddSeconds(-20)), ("theirs", now));
        await bench.Polling.RunAsync(None);
        var commits = bench.Store.Commits;

        await bench.Polling.RunAsync(None);

        Assert.Equal(commits, bench.Store.Commits);
    }

    [Fact]
    public async Task A_ticket_that_is_linked_a_little_later_than_its_change_was_told_is_looked_at_then()
    {
        var bench = await PolledAsync(1);
        var now = bench.Clock.GetUtcNow();
        bench.Tracker.Changes = since => Told(since, ("pb-2", now.AddSeconds(-20)), ("theirs", now));
        await bench.Polling.RunAsync(None);
        await bench.WishAsync();
        await bench.DrainAsync();

        await bench.Polling.RunAsync(None);

        Assert.Equal(["pb-2"], Wanted(bench));
    }

    [Fact]
    public async Task A_busy_tracker_is_left_until_its_time_and_a_refusal_longer_and_both_are_shown()
    {
        var bench = await PolledAsync(1);
        bench.Tracker.Changes = _ => new Changes.Later(TimeSpan.FromMinutes(7), "It is busy.");
        await bench.Polling.RunAsync(None);
        var busy = await StateAsync(bench);
        bench.Clock.Advance(TimeSpan.FromMinutes(6));
        await bench.Polling.RunAsync(None);
        var asked = bench.Tracker.Asked.Count;
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        bench.Tracker.Changes = _ => new Changes.Refused("Our token ended.");

        await bench.Polling.RunAsync(None);

        var refused = await StateAsync(bench);
        Assert.Equal((asked + 1, "It is busy.", "Our token ended."), (bench.Tracker.Asked.Count, busy.Reason, refused.Reason));
        Assert.Equal(bench.Clock.GetUtcNow().AddMinutes(15), refused.NotBefore);
        Assert.Equal(busy.Watermark, refused.Watermark);
    }

    [Fact]
    public async Task An_answer_ends_what_was_shown()
    {
        var bench = await PolledAsync(1);
        bench.Tracker.Changes = _ => new Changes.Refused("Our token ended.");
        await bench.Polling.RunAsync(None);
        bench.Tracker.Changes = since => Told(since);
        bench.Clock.Advance(TimeSpan.FromMinutes(15));

        await bench.Polling.RunAsync(None);

        Assert.Equal((null, null), ((await StateAsync(bench)).Reason, (await StateAsync(bench)).NotBefore));
    }

    [Fact]
    public async Task A_held_lane_is_not_polled()
    {
        var bench = await PolledAsync(1);
        var asked = bench.Tracker.Asked.Count;
        await bench.Lane.SetHoldAsync(bench.Id, new LaneHold(bench.Clock.GetUtcNow().AddMinutes(5), "It limits us."), None);

        await bench.Polling.RunAsync(None);
        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        await bench.Polling.RunAsync(None);

        Assert.Equal(asked + 1, bench.Tracker.Asked.Count);
    }

    [Fact]
    public async Task While_its_webhook_tells_what_changes_a_tracker_is_asked_every_quarter_of_an_hour()
    {
        var bench = await PolledAsync(1);

        bench.HookTells = true;
        var told = await PollsInAsync(bench, minutes: 60);
        bench.HookTells = false;
        var silent = await PollsInAsync(bench, minutes: 30);

        Assert.Equal((4, 30), (told, silent));
    }

    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData(-59, null, null, true)]
    [InlineData(-61, null, null, false)]
    [InlineData(-20, -30, null, true)]
    [InlineData(-20, -10, null, false)]
    [InlineData(-20, null, -30, true)]
    [InlineData(-20, null, -10, false)]
    public void A_webhook_tells_what_changes_while_it_is_heard_and_misses_nothing(int? heard, int? missed, int? off, bool tells)
    {
        var now = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
        DateTimeOffset? At(int? minutes) => minutes is { } m ? now.AddMinutes(m) : null;

        var health = new HookHealth { LastAcceptedAt = At(heard), LastMissedAt = At(missed), OffAt = At(off) };

        Assert.Equal(tells, health.Tells(now));
    }

    [Fact]
    public async Task A_stamp_from_days_ahead_does_not_carry_the_watermark_along()
    {
        var bench = await PolledAsync(1);
        var before = (await StateAsync(bench)).Watermark;
        var ahead = bench.Clock.GetUtcNow().AddYears(4);
        bench.Tracker.Changes = _ => Told(ahead.AddMinutes(-1), ("pb-1", ahead));

        await bench.Polling.RunAsync(None);

        Assert.Equal(before, (await StateAsync(bench)).Watermark);
        Assert.Equal(["pb-1"], Wanted(bench));
    }

    [Fact]
    public async Task Another_project_is_polled_from_its_own_beginning()
    {
        var bench = await PolledAsync(1);
        var now = bench.Clock.GetUtcNow();
        bench.Tracker.Changes = _ => Told(now, ("pb-1", now));
        await bench.Polling.RunAsync(None);
        var mapping = (await bench.Integrations.FindRouteAsync("issues", None))!.Mapping;
        await bench.Integrations.PutAsync(mapping with { Project = "elsewhere" }, new("bench", _ => false), None);

        await bench.Polling.RunAsync(None);

        Assert.Equal(now.AddDays(-1), bench.Tracker.Asked[^1]);
    }

    [Fact]
    public async Task Wherever_a_poll_is_cut_off_no_change_is_lost()
    {
        for (var step = 1; ; step++)
        {
            var bench = await LinkedAsync(100);
            var now = bench.Clock.GetUtcNow();
            bench.Tracker.Changes = since => since < now
                ? Told(now, [.. Enumerable.Range(1, 100).Select(i => ($"pb-{i}", now.AddMilliseconds(i)))])
                : Told(since);

            var wasCut = await CutAsync(bench, step);
            await bench.Polling.RunAsync(None);
            bench.Clock.Advance(TimeSpan.FromMinutes(3));
            await bench.Desk.SweepAsync("board", None);

            Assert.Equal(100, Wanted(bench).Distinct().Count());
            if (!wasCut)
            {
                Assert.True(step > 3, "nothing was ever cut off");
                return;
            }
        }
    }

    // Ticks after each minute; how often the tracker was asked.
    private static async Task<int> PollsInAsync(LaneBench bench, int minutes)
    {
        var before = bench.Tracker.Asked.Count;
        for (var i = 0; i < minutes; i++)
        {
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
            await bench.Polling.RunAsync(None);
        }

        return bench.Tracker.Asked.Count - before;
    }

    // Dies at a commit, or, after all of them, where messages would be sent.
    private static async Task<bool> CutAsync(LaneBench bench, int step)
    {
        var left = step;
        bench.Store.BeforeCommit = (_, _) => Die(ref left);
        bench.Queue.BeforeSend = () => Die(ref left);
        try
        {
            await bench.Polling.RunAsync(None);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        finally
        {
            (bench.Store.BeforeCommit, bench.Queue.BeforeSend) = (null, null);
        }
    }

    private static void Die(ref int left)
    {
        if (--left == 0)
        {
            throw new InvalidOperationException("Killed.");
        }
    }

    private static async Task<LaneBench> LinkedAsync(int count)
    {
        var bench = await new LaneBench().ConnectedAsync();
        for (var i = 0; i < count; i++)
        {
            await bench.WishAsync();
        }

        await bench.DrainAsync();
        bench.Queue.Sent.Clear();
        return bench;
    }

    // Caught up with what was there before.
    private static async Task<LaneBench> PolledAsync(int count)
    {
        var bench = await LinkedAsync(count);
        await bench.Polling.RunAsync(None);
        bench.Queue.Sent.Clear();
        return bench;
    }

    private static Changes.Seen Told(DateTimeOffset watermark, params (string Key, DateTimeOffset At)[] tickets) =>
        new([.. tickets.Select(t => new ChangedTicket(t.Key, t.At))], watermark);

    private static async Task<PollState> StateAsync(LaneBench bench) =>
        (await bench.Polling.FindAsync((await bench.Integrations.FindRouteAsync("issues", None))!, None))!;

    private static List<string> Wanted(LaneBench bench) =>
        [.. bench.Queue.Sent.Where(m => m.Id.StartsWith("sync:", StringComparison.Ordinal)).Select(m => m.Read().TicketKey).Order(StringComparer.Ordinal)];
}
