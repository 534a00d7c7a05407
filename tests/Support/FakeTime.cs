namespace Patchbay.Tests.Support;

/// <summary>A clock that stands still until it is told to advance; its timers fire on the way, in the order they are due.</summary>
public sealed class FakeTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset now;

    /// <summary>Stands at 10 o'clock of a Monday in March 2026 unless told otherwise.</summary>
    public FakeTime(DateTimeOffset? start = null) => now = start ?? new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and runs what becomes due, each timer at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } due)
        {
            due.Fire();
        }

        lock (gate)
        {
            now = end;
        }
    }

    /// <summary>Moves to the next timer that is due within so long, and runs it; does nothing when there is none.</summary>
    public void AdvanceToNext(TimeSpan within)
    {
        DateTimeOffset? next;
        lock (gate)
        {
            next = timers.Where(t => t.Due <= now + within).Min(t => (DateTimeOffset?)t.Due);
        }

        if (next is { } due)
        {
            Advance(due > GetUtcNow() ? due - GetUtcNow() : TimeSpan.Zero);
        }
    }

    /// <summary>Completes when a timer waits for exactly that time: then it is safe to advance to it.</summary>
    public async Task UntilSomebodyWaitsForAsync(DateTimeOffset due)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (timers.Exists(t => t.Due == due))
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    /// <inheritdoc cref="UntilSomebodyWaitsForAsync(DateTimeOffset)"/>
    public Task UntilSomebodyWaitsForAsync(TimeSpan wait) => UntilSomebodyWaitsForAsync(GetUtcNow() + wait);

    private Timer? TakeDue(DateTimeOffset end)
    {
        lock (gate)
        {
            var due = timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (due is null)
            {
                return null;
            }

            now = due.Due > now ? due.Due : now;
            due.Rearm();
            return due;
        }
    }

    private sealed class Timer(FakeTime clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource announced;
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                this.period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    clock.timers.Add(this);
                }

                announced = clock.changed;
                clock.changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            announced.TrySetResult();
            return true;
        }

        public void Fire() => callback(state);

        /// <summary>Under the clock's lock: a timer without a period is spent.</summary>
        public void Rearm()
        {
            if (period <= TimeSpan.Zero)
            {
                clock.timers.Remove(this);
            }
            else
            {
                Due += period;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
