using Microsoft.Data.Sqlite;

namespace Patchbay.Storage.Sqlite;

/// <summary>
/// A thread that takes whatever commits wait and makes one transaction of them, so that parallel callers share one flush to the
/// disk. Each commit still succeeds or fails alone. A thread of its own, because it waits for the disk.
/// </summary>
/// <remarks>
/// All writing and checkpointing is done here: SQLite before 3.51.3 can lose data when two connections checkpoint and begin a new
/// log at the same moment.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly string path;
    private readonly SqliteWriter writer;
    private readonly object gate = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Waiting> waiting = [];
    private int wanted = 1;
    private bool isClosed;
    private long transactions;

    public GroupCommit(string path)
    {
        this.path = path;
        writer = new SqliteWriter(path);
        new Thread(Run) { IsBackground = true, Name = "Store writer" }.Start();
    }

    public long Transactions => Interlocked.Read(ref transactions);

    public Task<bool> AddAsync(string partition, IReadOnlyList<Change> changes)
    {
        var mine = new Waiting(partition, changes);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosed, typeof(SqliteStore));
            waiting.Add(mine);
            if (waiting.Count == 1 || waiting.Count == wanted)
            {
                Monitor.Pulse(gate);
            }
        }

        return mine.Outcome.Task;
    }

    /// <summary>Writes what was accepted, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (isClosed)
            {
                return;
            }

            isClosed = true;
            Monitor.Pulse(gate);
        }

        await ended.Task;
        writer.Dispose();
    }

    private void Run()
    {
        for (var batch = new List<Waiting>(); (batch = Take(batch)).Count > 0;)
        {
            Write(batch);
            batch.Clear();
        }

        ended.SetResult();
    }

    /// <returns>What waits, at least one; none when the store is closed.</returns>
    private List<Waiting> Take(List<Waiting> empty)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !isClosed)
            {
                Monitor.Wait(gate);
            }

            // Callers that wrote together last time come back together, and the first must not leave without the others: that
            // would cost a flush for it alone. A millisecond is less than most disks take for that flush.
            if (waiting.Count < wanted && !isClosed)
            {
                Monitor.Wait(gate, TimeSpan.FromMilliseconds(1));
            }

            wanted = waiting.Count;
            (var taken, waiting) = (waiting, empty);
            return taken;
        }
    }

    private void Write(List<Waiting> batch)
    {
        var outcomes = new bool[batch.Count];
        try
        {
            writer.Begin();
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = writer.Apply(batch[i].Partition, batch[i].Changes);
            }

            writer.Commit();
        }
        catch (SqliteException e)
        {
            writer.Rollback();
            batch.ForEach(w => w.Outcome.SetException(new IOException($"The store's file {path} could not be written: {e.Message}", e)));
            return;
        }

        Interlocked.Increment(ref transactions);
        for (var i = 0; i < outcomes.Length; i++)
        {
            batch[i].Outcome.SetResult(outcomes[i]);
        }
    }

    private sealed record Waiting(string Partition, IReadOnlyList<Change> Changes)
    {
        public TaskCompletionSource<bool> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
