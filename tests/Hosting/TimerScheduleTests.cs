using System.Text.Json.Nodes;
using Patchbay.Hosting;
using Patchbay.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("2026-03-02T10:00:00Z", "2026-03-02T10:05:00Z")]
    [InlineData("2026-03-02T10:04:59.999Z", "2026-03-02T10:05:00Z")]
    [InlineData("2026-03-02T23:58:00Z", "2026-03-03T00:00:00Z")]
    public void The_next_tick_is_at_a_full_five_minutes_and_always_later(string now, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), new TimerSchedule(5).Next(DateTimeOffset.Parse(now, null)));

    [Theory]
    [InlineData("2026-03-02T02:29:59Z", "2026-03-02T02:30:00Z")]
    [InlineData("2026-03-02T02:30:00Z", "2026-03-03T02:30:00Z")]
    [InlineData("2026-03-02T23:58:00Z", "2026-03-03T02:30:00Z")]
    public void A_daily_tick_is_at_its_time_of_day(string now, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), TimerSchedule.DailyAt(2, 30).Next(DateTimeOffset.Parse(now, null)));

    [Fact]
    public void A_wait_is_never_short()
    {
        var now = new DateTimeOffset(2026, 3, 2, 10, 4, 59, TimeSpan.Zero).AddTicks(9_999_999);

        Assert.Equal(TimeSpan.FromMilliseconds(1), new TimerSchedule(5).WaitFrom(now));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(60)]
    public void Only_minutes_that_divide_the_hour_make_a_schedule(int minutes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimerSchedule(minutes));

    [Fact]
    public void What_function_json_says_is_when_the_timer_ticks()
    {
        Assert.Equal(new TimerSchedule(5).Crontab, CrontabOf("Tend"));
        Assert.Equal(Patchbay.Triggers.Poll.Poll.Schedule.Crontab, CrontabOf("Poll"));
        Assert.Equal(Patchbay.Triggers.Reconcile.Reconcile.Schedule.Crontab, CrontabOf("Reconcile"));
    }

    [Theory]
    [InlineData("EvaluatePolicy")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_function_name_is_unique_and_fit_for_a_path(string name)
    {
        var functions = new FunctionRegistry().OnQueue("EvaluatePolicy", Queues.Evaluations, (_, _) => Task.CompletedTask);

        Assert.Throws<ArgumentException>(() => functions.OnTimer(name, new TimerSchedule(5), (_, _) => Task.CompletedTask));
    }

    [Fact]
    public void A_queue_has_one_listener()
    {
        var functions = new FunctionRegistry().OnQueue("EvaluatePolicy", Queues.Evaluations, (_, _) => Task.CompletedTask);

        Assert.Throws<ArgumentException>(() => functions.OnQueue("Other", Queues.Evaluations, (_, _) => Task.CompletedTask));
    }

    private static string? CrontabOf(string function)
    {
        var file = Path.Combine(Repository.Root, "functions", "Triggers", function, "function.json");
        return (string?)JsonNode.Parse(File.ReadAllText(file))!["bindings"]![0]!["schedule"];
    }
}
