using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Patchbay.Storage;

/// <summary>The store of one machine: one SQLite file.</summary>
/// <remarks>
/// One writer takes whatever commits wait and makes one durable transaction of them, so that parallel callers share the cost of
/// reaching the disk; each commit still succeeds or fails alone. Readers have connections of their own and never wait for it.
/// </remarks>
public sealed class SqliteStore : IStore, IAsyncDisposable
{
    private const int CommitsAtOnce = 64;

    private readonly string connectionString;
    private readonly SqliteWriter writer;
    private readonly ConcurrentBag<SqliteReader> readers = [];
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(1_000) { SingleReader = true });
    private readonly Task writing;

    /// <summary>Opens the file, making it when there is none.</summary>
    /// <param name="path">In a folder that exists; the file is made readable by its owner only.</param>
    /// <exception cref="InvalidOperationException">The file is damaged, in use or out of reach; the message says which file.</exception>
    public SqliteStore(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        try
        {
            writer = new SqliteWriter(connectionString, path);
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException($"The data file {path} cannot be used: {e.Message}", e);
        }

        writing = Task.Run(WriteAsync);
    }

    /// <summary>Durable transactions so far: each stands for one or more commits.</summary>
    public long Transactions => writer.Transactions;

    /// <inheritdoc/>
    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var reader = Rent();
        try
        {
            return Task.FromResult(reader.Find(partition, key));
        }
        finally
        {
            readers.Add(reader);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Row> ListAsync(
        string partition, string keyPrefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page, so that no read transaction stays open while the caller works: it would keep the log from being emptied.
        for (var from = after; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (page, isLast) = ReadPage(partition, keyPrefix, from);
            foreach (var row in page)
            {
                yield return row;
            }

            if (isLast)
            {
                yield break;
            }

            from = page[^1].Key;
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> CommitAsync(string partition, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        StoreLimits.Check(partition, changes);
        var waiting = new Waiting(partition, changes);
        await queue.Writer.WriteAsync(waiting, cancellationToken);

        // Once handed over it is written, so giving up the wait would only hide the outcome.
        return await waiting.Outcome.Task;
    }

    /// <summary>Writes what was handed over, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        writer.Dispose();
    }

    private (IReadOnlyList<Row> Rows, bool IsLast) ReadPage(string partition, string keyPrefix, string? after)
    {
        var reader = Rent();
        try
        {
            return reader.Page(partition, keyPrefix, after);
        }
        finally
        {
            readers.Add(reader);
        }
    }

    private SqliteReader Rent() => readers.TryTake(out var reader) ? reader : new SqliteReader(connectionString);

    private async Task WriteAsync()
    {
        var batch = new List<Waiting>(CommitsAtOnce);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < CommitsAtOnce && queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            Write(batch);
            batch.Clear();
        }
    }

    private void Write(List<Waiting> batch)
    {
        var outcomes = new bool[batch.Count];
        try
        {
            writer.Begin();
            for (var i = 0; i < batch.Count; i++)
            {
                outcomes[i] = writer.Apply(batch[i].Partition, batch[i].Changes);
            }

            writer.Commit();
        }
        catch (SqliteException e)
        {
            writer.Rollback();
            foreach (var waiting in batch)
            {
                waiting.Outcome.SetException(new IOException($"The data file could not be written: {e.Message}", e));
            }

            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Outcome.SetResult(outcomes[i]);
        }
    }

    private sealed record Waiting(string Partition, IReadOnlyList<Change> Changes)
    {
        public TaskCompletionSource<bool> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
