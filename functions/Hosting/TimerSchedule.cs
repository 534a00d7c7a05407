using System.Globalization;

namespace Patchbay.Hosting;

/// <summary>When a timer ticks, the same under both hosts, in UTC.</summary>
public sealed record TimerSchedule
{
    private readonly long period;
    private readonly long offset;

    /// <summary>At the full hour and every so many minutes after it.</summary>
    /// <param name="minutes">1 to 30, a divisor of 60.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minutes"/> is none of these.</exception>
    public TimerSchedule(int minutes)
    {
        if (minutes is < 1 or > 30 || 60 % minutes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "A timer's minutes divide the hour.");
        }

        period = TimeSpan.FromMinutes(minutes).Ticks;
        Crontab = $"0 */{minutes} * * * *";
    }

    private TimerSchedule(TimeSpan timeOfDay, string crontab)
    {
        period = TimeSpan.TicksPerDay;
        offset = timeOfDay.Ticks;
        Crontab = crontab;
    }

    /// <summary>What function.json says for it: six fields, seconds first.</summary>
    public string Crontab { get; }

    /// <summary>Once a day.</summary>
    /// <param name="hour">0 to 23.</param>
    /// <param name="minute">0 to 59.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such time of day.</exception>
    public static TimerSchedule DailyAt(int hour, int minute) => new(
        new TimeOnly(hour, minute).ToTimeSpan(), string.Create(CultureInfo.InvariantCulture, $"0 {minute} {hour} * * *"));

    /// <summary>The first tick after a moment.</summary>
    public DateTimeOffset Next(DateTimeOffset after) =>
        new(((((after.UtcTicks - offset) / period) + 1) * period) + offset, TimeSpan.Zero);

    /// <summary>The wait from a moment to the next tick, in whole milliseconds and never short: a timer that fires early would fire twice.</summary>
    public TimeSpan WaitFrom(DateTimeOffset now) => TimeSpan.FromMilliseconds(Math.Ceiling((Next(now) - now).TotalMilliseconds));
}
