namespace Patchbay.Outbox;

/// <summary>Wakes everybody who waits, now or at a time, so that nobody has to look again and again.</summary>
/// <param name="time">Its clock rings the bell when a time was set.</param>
internal sealed class Bell(TimeProvider time) : IDisposable
{
    // A timer takes at most some 49 days; whoever wakes early looks, finds nothing and sets it again.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? timer;
    private bool isDisposed;

    /// <summary>Completes at the next ring. Take it before looking, or a ring between looking and waiting is missed.</summary>
    public Task Rung => Volatile.Read(ref next).Task;

    /// <summary>Rings now.</summary>
    public void Ring() =>
        Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Rings at a time; replaces the one set before.</summary>
    /// <param name="at">Null for never.</param>
    public void RingAt(DateTimeOffset? at)
    {
        var wait = at is { } due ? due - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (at is not null)
        {
            // Rounded up: a timer counts whole milliseconds, and one that rings a little early rings in vain.
            wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(wait.TotalMilliseconds, 0, Longest.TotalMilliseconds)));
        }

        lock (gate)
        {
            if (!isDisposed)
            {
                timer ??= time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                timer.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            timer?.Dispose();
        }
    }
}
