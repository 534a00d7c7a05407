using System.ComponentModel.DataAnnotations;

namespace Patchbay.Outbox;

/// <summary>
/// The stand-alone queue: Service Bus semantics in one SQLite file that this process owns. Safe to call from many threads.
/// </summary>
/// <remarks>
/// Delivered at least once, in order of enqueueing, one delivery of a session at a time. A lock ends when the process does.
/// An abandoned message waits longer each time; the tenth failure makes it a dead letter.
/// </remarks>
public sealed class LocalQueue : IQueue, IDisposable
{
    private const int ReasonCharacters = 1000;

    private static readonly int[] WaitSeconds = [1, 5, 15, 30, 60, 120, 300];

    private readonly LocalQueueSettings settings;
    private readonly TimeProvider time;
    private readonly QueueFile file;
    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, Bell> bells = new(StringComparer.Ordinal);

    /// <summary>Opens or makes the file, and frees every lock in it.</summary>
    /// <exception cref="InvalidOperationException">Another process uses the file.</exception>
    public LocalQueue(LocalQueueSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        file = new QueueFile(settings.Path);
    }

    /// <summary>The wait before an abandoned message is delivered again.</summary>
    /// <param name="deliveries">Deliveries so far, from 1.</param>
    /// <returns>From 1 second to 5 minutes; nine waits make some twenty minutes.</returns>
    public static TimeSpan WaitAfter(int deliveries) =>
        TimeSpan.FromSeconds(WaitSeconds[Math.Clamp(deliveries, 1, WaitSeconds.Length) - 1]);

    /// <inheritdoc/>
    public Task SendAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Queues.Check(queue, messages);
        return ChangeAsync(
            queue,
            () =>
            {
                file.Send(queue, messages, time.GetUtcNow());
                return true;
            },
            cancellationToken);
    }

    /// <summary>Takes the next message, waiting for one as long as it takes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; no message was taken.</exception>
    public async Task<Delivery> ReceiveAsync(string queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (delivery, rung) = await AloneAsync(
                () =>
                {
                    var bell = BellOf(queue);
                    var next = bell.Rung;
                    var taken = Take(queue);
                    if (taken is null)
                    {
                        bell.RingAt(file.NextDue(queue, time.GetUtcNow()));
                    }

                    return (taken, next);
                },
                cancellationToken);
            if (delivery is not null)
            {
                return delivery;
            }

            await rung.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes the next message; null when none can be delivered now.</summary>
    public Task<Delivery?> TryReceiveAsync(string queue, CancellationToken cancellationToken) =>
        AloneAsync(() => Take(queue), cancellationToken);

    /// <summary>Removes a message that was handled.</summary>
    /// <returns>False when its lock had run out and it was delivered again meanwhile.</returns>
    public Task<bool> CompleteAsync(Delivery delivery, CancellationToken cancellationToken) =>
        ChangeAsync(delivery.Queue, () => file.Complete(delivery), cancellationToken);

    /// <summary>Gives a message back, to be delivered again after a wait or to die.</summary>
    /// <param name="reason">Why, for a person; cut to 1000 characters.</param>
    /// <returns>As <see cref="CompleteAsync"/>.</returns>
    public Task<bool> AbandonAsync(Delivery delivery, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var shown = reason.Length > ReasonCharacters ? reason[..ReasonCharacters] : reason;
        return ChangeAsync(
            delivery.Queue, () => file.Abandon(delivery, shown, now, now + WaitAfter(delivery.Count)), cancellationToken);
    }

    /// <summary>How many messages a queue holds: waiting, scheduled or being handled.</summary>
    public Task<int> CountAsync(string queue, CancellationToken cancellationToken) =>
        AloneAsync(() => file.Count(queue), cancellationToken);

    /// <summary>The messages that failed too often, oldest death first.</summary>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string queue, CancellationToken cancellationToken) =>
        AloneAsync<IReadOnlyList<DeadLetter>>(() => file.DeadLetters(queue), cancellationToken);

    /// <summary>Puts a dead letter at the end of its queue, with all its deliveries ahead of it.</summary>
    /// <returns>False when somebody replayed it already.</returns>
    public Task<bool> ReplayAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        ChangeAsync(letter.Queue, () => file.Replay(letter.Sequence), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bell in bells.Values)
        {
            bell.Dispose();
        }

        file.Dispose();
        gate.Dispose();
    }

    private Delivery? Take(string queue)
    {
        var now = time.GetUtcNow();
        return file.Take(queue, now, now + settings.Lease);
    }

    // Not only a send wakes the waiting: a settled message frees the next one of its session, an abandoned one sets a new time.
    private Task<bool> ChangeAsync(string queue, Func<bool> change, CancellationToken cancellationToken) => AloneAsync(
        () =>
        {
            var isDone = change();
            BellOf(queue).Ring();
            return isDone;
        },
        cancellationToken);

    private async Task<T> AloneAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return act();
        }
        finally
        {
            gate.Release();
        }
    }

    private Bell BellOf(string queue)
    {
        if (!bells.TryGetValue(queue, out var bell))
        {
            bells[queue] = bell = new Bell(time);
        }

        return bell;
    }
}

/// <summary>Where the stand-alone queue is kept and how long a worker may hold a message.</summary>
public sealed record LocalQueueSettings
{
    /// <summary>The SQLite file, in a folder that exists; made readable by the owner only. <c>:memory:</c> for none.</summary>
    [Required]
    public required string Path { get; init; }

    /// <summary>A message not settled within this is delivered again. Default 12 minutes: longer than a function may run.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(12);
}
