using Patchbay.Storage;

namespace Patchbay.Outbox;

/// <summary>
/// Messages that are rows first: committed with the state that caused them, sent right after, and swept if the process died between.
/// Safe to call from many threads.
/// </summary>
/// <remarks>
/// The order is: <see cref="AnnounceAsync"/>, commit with <see cref="OutboxMessage.ToRow()"/>, <see cref="SendAsync"/>.
/// Sent means at least once: a sweep may send what a sender is sending.
/// </remarks>
public sealed class Outbox(IStore store, IQueue queue, TimeProvider time)
{
    // The argument that no row is forgotten. A sweep finds rows only in partitions that the register names, so an entry may be removed
    // only when its partition is empty and stays so until the next announcement.
    //  1. An announcement writes the entry, whatever was there, and so gives it a new version, before it returns.
    //  2. A writer commits rows within Allowance of asking for the announcement, which is answered from memory for Remembered
    //     after the entry was written. So the rows of an entry written at t are committed before t + Remembered + Allowance = t + Kept.
    //  3. A sweep reads the entry, then looks at the partition, then removes exactly the version it read, and that only when more than
    //     Kept has passed since the entry was written. By 2 every row that relies on this version was there to be seen, and by 1 every
    //     later writer made another version, which the removal leaves alone.
    // The one assumption is Allowance: a function is ended after ten minutes, so an hour covers any clock difference as well.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Allowance = TimeSpan.FromHours(1);
    private static readonly TimeSpan Kept = Remembered + Allowance;

    private const string Register = "outbox";
    private const int Streams = 8;
    private const int RememberedPartitions = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> announced = new(StringComparer.Ordinal);

    /// <summary>Tells the sweep where to look. Call it before the commit that holds the first outbox row; repeating it is cheap.</summary>
    /// <remarks>The rows must be committed within the hour.</remarks>
    /// <param name="partitions">Where rows are about to be written; one commit for up to 100 of them.</param>
    public async Task AnnounceAsync(IReadOnlyCollection<string> partitions, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var entry = StoredJson.Write(new Announcement(time.GetUtcNow()));
        foreach (var some in partitions.Distinct(StringComparer.Ordinal).Where(p => !IsRemembered(p)).Chunk(StoreLimits.Changes))
        {
            if (!await store.CommitAsync(Register, [.. some.Select(p => new Change.Put(p, entry))], cancellationToken))
            {
                throw new InvalidOperationException("The store refused to note which partitions have an outbox.");
            }

            Remember(some, asked);
        }
    }

    /// <summary>Sends messages whose rows were committed, then removes those rows.</summary>
    /// <remarks>A message whose row is gone was sent by somebody else. When this throws, the rows stay and a sweep sends them.</remarks>
    public async Task SendAsync(string partition, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, Row>(StringComparer.Ordinal);
        if (messages.Count == 1)
        {
            if (await store.FindAsync(partition, messages[0].Key(), cancellationToken) is { } row)
            {
                rows[row.Key] = row;
            }
        }
        else
        {
            await foreach (var row in store.ListAsync(partition, OutboxMessage.KeyPrefix, null, cancellationToken))
            {
                rows[row.Key] = row;
            }
        }

        var ours = messages.DistinctBy(m => m.Key()).Where(m => rows.ContainsKey(m.Key())).Select(m => (m, rows[m.Key()]));
        foreach (var some in ours.Chunk(StoreLimits.Changes))
        {
            await SendAndRemoveAsync(partition, some, cancellationToken);
        }
    }

    /// <summary>Sends whatever rows a partition still holds, and removes them.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SweepAsync(string partition, CancellationToken cancellationToken)
    {
        var count = 0;
        var some = new List<(OutboxMessage, Row)>(StoreLimits.Changes);
        await foreach (var row in store.ListAsync(partition, OutboxMessage.KeyPrefix, null, cancellationToken))
        {
            some.Add((OutboxMessage.Of(row), row));
            if (some.Count == StoreLimits.Changes)
            {
                await SendAndRemoveAsync(partition, some, cancellationToken);
                count += some.Count;
                some.Clear();
            }
        }

        await SendAndRemoveAsync(partition, some, cancellationToken);
        return count + some.Count;
    }

    /// <summary>Sweeps every partition that was announced, and forgets those that are empty and were not announced for long.</summary>
    /// <exception cref="Exception">The first failure, after every partition had its turn.</exception>
    public async Task SweepAllAsync(CancellationToken cancellationToken)
    {
        var entries = new List<Row>();
        await foreach (var entry in store.ListAsync(Register, "", null, cancellationToken))
        {
            entries.Add(entry);
        }

        var failed = new List<Task>();
        foreach (var some in entries.Chunk(Streams))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sweeps = Task.WhenAll(some.Select(e => SweepEntryAsync(e, cancellationToken)));
            await sweeps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!sweeps.IsCompletedSuccessfully)
            {
                failed.Add(sweeps);
            }
        }

        await Task.WhenAll(failed);
    }

    private async Task SweepEntryAsync(Row entry, CancellationToken cancellationToken)
    {
        var isOld = time.GetUtcNow() - StoredJson.Read<Announcement>(entry.Body).At > Kept;
        if (await SweepAsync(entry.Key, cancellationToken) == 0 && isOld)
        {
            // False says that somebody announced it meanwhile, or forgot it first: both are fine.
            await store.CommitAsync(Register, [new Change.Remove(entry.Key, entry.Version)], cancellationToken);
        }
    }

    private async Task SendAndRemoveAsync(
        string partition, IReadOnlyList<(OutboxMessage Message, Row Row)> some, CancellationToken cancellationToken)
    {
        if (some.Count == 0)
        {
            return;
        }

        foreach (var group in some.GroupBy(s => s.Message.Queue, s => s.Message.Message, StringComparer.Ordinal))
        {
            await queue.SendAsync(group.Key, [.. group], cancellationToken);
        }

        // The versions were read before the send: a row that was written again meanwhile is another wish and stays.
        var removals = some.Select(s => new Change.Remove(s.Row.Key, s.Row.Version)).ToList();
        if (!await store.CommitAsync(partition, removals, cancellationToken))
        {
            foreach (var removal in removals)
            {
                await store.CommitAsync(partition, [removal], cancellationToken);
            }
        }
    }

    private bool IsRemembered(string partition)
    {
        lock (gate)
        {
            return announced.TryGetValue(partition, out var at) && time.GetElapsedTime(at) < Remembered;
        }
    }

    private void Remember(IEnumerable<string> partitions, long asked)
    {
        lock (gate)
        {
            if (announced.Count >= RememberedPartitions)
            {
                announced.Clear();
            }

            foreach (var partition in partitions)
            {
                announced[partition] = asked;
            }
        }
    }

    private sealed record Announcement(DateTimeOffset At);
}
