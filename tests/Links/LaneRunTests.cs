using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links;

public sealed class LaneRunTests
{
    [Fact]
    public async Task The_most_urgent_is_pushed_first_and_the_lane_is_empty_after()
    {
        var bench = await new LaneBench().ConnectedAsync();
        await bench.WishAsync(Severity.Low);
        await bench.WishAsync(Severity.Critical);
        await bench.WishAsync(Severity.High);

        await bench.DrainAsync();

        Assert.Equal(["create pb-2", "create pb-3", "create pb-1"], bench.Tracker.Calls);
        Assert.Empty((await bench.Lane.ReadAsync(bench.Id, 10, CancellationToken.None)).Ready);
        Assert.Empty(bench.Queue.Sent);
    }

    [Fact]
    public async Task A_push_that_files_links_the_ticket_and_indexes_it()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();

        await bench.DrainAsync();

        var link = await bench.LinkAsync(name);
        Assert.Equal(LinkState.Linked, link.State);
        Assert.Equal("pb-1", link.Ticket?.Key);
        Assert.Equal(name, await bench.Links.FindByTicketAsync("board", "pb-1", CancellationToken.None));
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_the_marker_and_never_by_a_second_ticket()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        bench.Tracker.Answers.Enqueue(ticket =>
        {
            bench.Tracker.File(ticket);
            return new PushResult.Unknown("The connection broke.");
        });

        await bench.DrainAsync();
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.DrainAsync();

        Assert.Equal(["create pb-1", "find pb-1", "update pb-1 keep"], bench.Tracker.Calls);
        Assert.Equal(LinkState.Linked, (await bench.LinkAsync(name)).State);
    }

    [Fact]
    public async Task A_ticket_that_is_not_found_is_made_again_only_when_the_lost_call_cannot_be_under_way_any_more()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        await bench.ChangeAsync(name, l => l with { State = LinkState.Creating, IntentAt = bench.Clock.GetUtcNow() });

        await bench.DrainAsync();
        var atOnce = bench.Tracker.Calls.ToList();
        bench.Clock.Advance(TimeSpan.FromSeconds(41));
        await bench.DrainAsync();

        Assert.Equal(["find pb-1"], atOnce);
        Assert.Equal(["find pb-1", "find pb-1", "create pb-1"], bench.Tracker.Calls);
    }

    [Fact]
    public async Task A_limit_holds_the_whole_lane_for_as_long_as_the_tracker_asked()
    {
        var bench = await new LaneBench().ConnectedAsync();
        await bench.WishAsync();
        await bench.WishAsync();
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Later(TimeSpan.FromMinutes(5), "Too many requests.", HoldsLane: true));

        await bench.DrainAsync();
        bench.Clock.Advance(TimeSpan.FromMinutes(4));
        await bench.DrainAsync();
        var held = bench.Tracker.Calls.Count;
        bench.Clock.Advance(TimeSpan.FromMinutes(2));
        await bench.DrainAsync();

        Assert.Equal(1, held);
        Assert.Equal(2, bench.Tracker.Tickets.Count);
        Assert.All(bench.Queue.Sent, m => Assert.Equal(bench.Clock.GetUtcNow().AddMinutes(-1), m.NotBefore));
    }

    [Fact]
    public async Task A_parked_push_is_to_be_looked_at_at_its_time_and_no_wake_up_is_sent()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Later(null, "It is busy."));

        await bench.DrainAsync();

        var parked = Assert.Single(bench.Retries);
        Assert.Equal((name, bench.Clock.GetUtcNow().AddSeconds(30)), (parked.Link, parked.NotBefore));
        Assert.Empty(bench.Queue.Sent);
    }

    [Fact]
    public async Task What_a_held_lane_parks_is_woken_with_the_lane()
    {
        var bench = await new LaneBench().ConnectedAsync();
        await bench.WishAsync();
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Later(TimeSpan.FromMinutes(5), "Too many requests.", HoldsLane: true));

        await bench.DrainAsync();

        Assert.Empty(bench.Retries);
        Assert.Equal(bench.Clock.GetUtcNow().AddMinutes(5), Assert.Single(bench.Queue.Sent).NotBefore);
    }

    [Fact]
    public async Task A_refusal_is_kept_with_its_reason_and_does_not_stop_the_others()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var refused = await bench.WishAsync(Severity.Critical);
        var other = await bench.WishAsync();
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Refused("Title is too long."));

        await bench.DrainAsync();

        var link = await bench.LinkAsync(refused);
        Assert.Equal((LinkState.Failed, "Title is too long."), (link.State, link.Reason));
        Assert.Equal(LinkState.Linked, (await bench.LinkAsync(other)).State);
    }

    [Fact]
    public async Task A_wish_that_changes_to_closed_closes_and_one_that_does_not_leaves_the_status_alone()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        await bench.DrainAsync();

        await bench.TurnAsync(name, FindingState.Fixed, l => l with { WantsOpen = false });
        await bench.DrainAsync();
        await bench.ChangeAsync(name, l => l);
        await bench.DrainAsync();

        Assert.Equal(["create pb-1", "update pb-1 close", "comment pb-1"], bench.Tracker.Calls);
    }

    [Fact]
    public async Task A_ticket_that_vanished_ends_the_link_and_says_so()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        await bench.DrainAsync();
        bench.Tracker.Delete("pb-1");

        await bench.TurnAsync(name, FindingState.Fixed, l => l with { WantsOpen = false });
        await bench.DrainAsync();

        var link = await bench.LinkAsync(name);
        Assert.Equal((LinkState.Lost, "It was deleted."), (link.State, link.Reason));
    }

    [Fact]
    public async Task A_wish_that_was_taken_back_before_it_was_sent_leaves_nothing()
    {
        var bench = await new LaneBench().ConnectedAsync();
        var name = await bench.WishAsync();
        await bench.TurnAsync(name, FindingState.Fixed, l => l with { WantsOpen = false });

        await bench.DrainAsync();

        Assert.Empty(bench.Tracker.Calls);
        Assert.Null(await bench.Links.FindAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task Creations_keep_the_pace()
    {
        var bench = await new LaneBench(paceMilliseconds: 1_000).ConnectedAsync();
        await bench.WishAsync();
        await bench.WishAsync();

        var draining = bench.DrainAsync();
        await bench.Clock.UntilSomebodyWaitsForAsync(TimeSpan.FromSeconds(1));
        var before = bench.Tracker.Calls.Count;
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.Clock.UntilSomebodyWaitsForAsync(TimeSpan.FromSeconds(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await draining;

        Assert.Equal(1, before);
        Assert.Equal(TimeSpan.FromSeconds(1), bench.Tracker.Times[1] - bench.Tracker.Times[0]);
    }

    [Fact]
    public async Task Tickets_in_doubt_wait_without_holding_up_the_others()
    {
        var bench = await new LaneBench().ConnectedAsync();
        LinkRef[] doubted = [await bench.WishAsync(), await bench.WishAsync(), await bench.WishAsync()];
        foreach (var name in doubted)
        {
            await bench.ChangeAsync(name, l => l with { State = LinkState.Creating, IntentAt = bench.Clock.GetUtcNow() });
        }

        await bench.WishAsync(Severity.Low);
        await bench.DrainAsync();

        Assert.Equal("create pb-4", bench.Tracker.Calls[^1]);
        Assert.Null(await bench.Lane.HoldAsync(bench.Id, CancellationToken.None));
    }
}
