using Patchbay.Links.Sync;
using Patchbay.Outbox;
using Patchbay.Storage;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links.Sync;

/// <summary>A hint that a ticket changed is never lost, and many hints are one look.</summary>
public sealed class SyncDeskTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Hints_of_one_second_make_one_message_that_comes_after_it()
    {
        var bench = await LinkedAsync();

        Assert.Equal(1, await bench.Desk.WantAsync("board", ["pb-1", "theirs"], [], None));
        Assert.Equal(1, await bench.Desk.WantAsync("board", ["pb-1"], [], None));

        var messages = Syncs(bench);
        Assert.Equal(2, messages.Count);
        Assert.Single(messages.Select(m => m.Id).Distinct());
        Assert.All(messages, m => Assert.True(m.NotBefore > bench.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task One_look_answers_all_hints_before_it()
    {
        var bench = await LinkedAsync();
        await bench.Desk.WantAsync("board", ["pb-1"], [], None);

        await bench.Syncs.RunAsync(Syncs(bench)[0].Read(), None);
        await bench.Syncs.RunAsync(Syncs(bench)[0].Read(), None);

        Assert.Equal(1, bench.Tracker.Reads);
    }

    [Fact]
    public async Task A_busy_tracker_is_asked_again_when_it_said()
    {
        var bench = await LinkedAsync();
        bench.Tracker.Readings["pb-1"] = new TicketReading.Later(TimeSpan.FromMinutes(7), "It is busy.");
        await bench.Desk.WantAsync("board", ["pb-1"], [], None);

        await bench.Syncs.RunAsync(Syncs(bench)[0].Read(), None);

        Assert.Equal(7, Math.Round((Syncs(bench)[1].NotBefore!.Value - bench.Clock.GetUtcNow()).TotalMinutes));
        Assert.NotNull(await bench.Desk.FindAsync(Syncs(bench)[1].Read(), None));
    }

    [Fact]
    public async Task What_was_never_sent_is_sent_by_the_next_sweep()
    {
        var bench = await LinkedAsync();
        await bench.Desk.WantAsync("board", ["pb-1"], [], None);
        bench.Queue.Sent.Clear();

        await bench.Desk.SweepAsync("board", None);
        var early = Syncs(bench).Count;
        bench.Clock.Advance(TimeSpan.FromMinutes(3));
        await bench.Desk.SweepAsync("board", None);

        Assert.Equal((0, 1), (early, Syncs(bench).Count));
    }

    [Fact]
    public async Task A_change_that_does_not_fit_what_is_stored_notes_nothing()
    {
        var bench = await LinkedAsync();
        var journal = new Change.Add("j:1", StoredJson.Write("delivered"));
        await bench.Desk.WantAsync("board", [], [journal], None);

        Assert.Null(await bench.Desk.WantAsync("board", ["pb-1"], [journal], None));

        Assert.Null(await bench.Desk.FindAsync(new SyncWork("board", "pb-1"), None));
    }

    private static async Task<LaneBench> LinkedAsync()
    {
        var bench = await new LaneBench().ConnectedAsync();
        await bench.WishAsync();
        await bench.DrainAsync();
        return bench;
    }

    private static List<QueueMessage> Syncs(LaneBench bench) =>
        [.. bench.Queue.Sent.Where(m => m.Id.StartsWith("sync:", StringComparison.Ordinal))];
}

/// <summary>What a message on the queue says.</summary>
internal static class SyncMessage
{
    public static SyncWork Read(this QueueMessage message) => StoredJson.Read<SyncWork>(message.Body);
}
