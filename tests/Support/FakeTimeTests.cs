namespace Patchbay.Tests.Support;

public sealed class FakeTimeTests
{
    private readonly FakeTime time = new();

    [Fact]
    public void Timers_fire_at_their_own_times_in_the_order_they_are_due()
    {
        var start = time.GetUtcNow();
        var fired = new List<(string, TimeSpan)>();
        using var late = time.CreateTimer(_ => fired.Add(("late", time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var early = time.CreateTimer(_ => fired.Add(("early", time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([("early", TimeSpan.FromSeconds(1)), ("late", TimeSpan.FromSeconds(3))], fired);
        Assert.Equal(start.AddSeconds(5), time.GetUtcNow());
    }

    [Fact]
    public void A_timer_with_a_period_fires_again_until_it_is_disposed()
    {
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(6));
        timer.Dispose();
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(3, fired);
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_gets_there()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), time);

        time.Advance(TimeSpan.FromSeconds(59));
        var isEarly = delay.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(1));
        await delay;

        Assert.False(isEarly);
    }

    [Fact]
    public void Elapsed_time_follows_the_clock()
    {
        var stamp = time.GetTimestamp();

        time.Advance(TimeSpan.FromMilliseconds(1500));

        Assert.Equal(TimeSpan.FromMilliseconds(1500), time.GetElapsedTime(stamp));
    }
}
