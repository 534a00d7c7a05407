using Patchbay.Links;
using Patchbay.Trackers;

namespace Patchbay.Tests.Links;

public sealed class ParkedPushTests
{
    private readonly LaneBench bench = new();

    [Fact]
    public async Task A_push_that_is_parked_is_looked_at_when_its_time_comes()
    {
        var parked = await ParkAsync();

        var again = await LookAsync(parked);

        Assert.Equal(parked.NotBefore, again);
        Assert.Empty(bench.Queue.Sent);
    }

    [Fact]
    public async Task At_its_time_the_lane_is_woken_and_looked_at_again_soon_after()
    {
        var parked = await ParkAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(30));

        var again = await LookAsync(parked);

        Assert.Equal(bench.Clock.GetUtcNow().AddMinutes(1), again);
        Assert.Equal((bench.Id.Partition, null), (Assert.Single(bench.Queue.Sent).SessionId, bench.Queue.Sent[0].NotBefore));
    }

    [Fact]
    public async Task A_push_off_its_lane_needs_nobody()
    {
        var parked = await ParkAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await bench.DrainAsync();

        Assert.Null(await LookAsync(parked));
        Assert.Empty(bench.Queue.Sent);
    }

    [Fact]
    public async Task A_lane_that_is_held_is_left_alone_until_after_the_hold()
    {
        var parked = await ParkAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        var until = bench.Clock.GetUtcNow().AddHours(1);
        await bench.Lane.SetHoldAsync(bench.Id, new LaneHold(until, "Too many requests."), CancellationToken.None);

        var again = await LookAsync(parked);

        Assert.Equal(until.AddMinutes(1), again);
        Assert.Empty(bench.Queue.Sent);
    }

    private async Task<PendingPush> ParkAsync()
    {
        await bench.ConnectedAsync();
        await bench.WishAsync();
        bench.Tracker.Answers.Enqueue(_ => new PushResult.Later(null, "It is busy."));
        await bench.DrainAsync();
        return Assert.Single(bench.Retries);
    }

    private Task<DateTimeOffset?> LookAsync(PendingPush parked) =>
        new ParkedPush(bench.Lane, bench.Clock).LookAsync(bench.Id, parked.Key, CancellationToken.None);
}
