namespace Patchbay.Hosting;

/// <summary>When a timer ticks, the same under both hosts: at the full hour and every so many minutes after it, in UTC.</summary>
/// <param name="Minutes">1 to 30, a divisor of 60.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="Minutes"/> is none of these.</exception>
public sealed record TimerSchedule(int Minutes)
{
    /// <inheritdoc cref="TimerSchedule" path="/param[@name='Minutes']"/>
    public int Minutes { get; } = Minutes is >= 1 and <= 30 && 60 % Minutes == 0
        ? Minutes
        : throw new ArgumentOutOfRangeException(nameof(Minutes), Minutes, "A timer's minutes divide the hour.");

    /// <summary>What function.json says for it: six fields, seconds first.</summary>
    public string Crontab => $"0 */{Minutes} * * * *";

    /// <summary>The first tick after a moment.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var interval = TimeSpan.FromMinutes(Minutes).Ticks;
        return new DateTimeOffset(((after.UtcTicks / interval) + 1) * interval, TimeSpan.Zero);
    }

    /// <summary>The wait from a moment to the next tick, in whole milliseconds and never short: a timer that fires early would fire twice.</summary>
    public TimeSpan WaitFrom(DateTimeOffset now) => TimeSpan.FromMilliseconds(Math.Ceiling((Next(now) - now).TotalMilliseconds));
}
