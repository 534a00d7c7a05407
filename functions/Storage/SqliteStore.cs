using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Patchbay.Storage.Sqlite;

namespace Patchbay.Storage;

/// <summary>The store of one machine: one SQLite file.</summary>
/// <remarks>Parallel commits share one flush to the disk. Readers have connections of their own and never wait for the writer.</remarks>
public sealed class SqliteStore : IStore, IAsyncDisposable
{
    private readonly string path;
    private readonly GroupCommit commits;
    private readonly ConcurrentBag<SqliteReader> readers = [];

    /// <summary>Opens the file, making it and its folder when there are none.</summary>
    /// <param name="path">The file, made readable by its owner only, as are SQLite's two files beside it (-wal, -shm).</param>
    /// <exception cref="InvalidOperationException">Damaged, locked, out of reach or another program's; says what to do.</exception>
    public SqliteStore(string path)
    {
        this.path = Path.GetFullPath(path);
        commits = new GroupCommit(this.path);
    }

    /// <summary>Durable transactions so far; each holds the commits that waited together.</summary>
    public long Transactions => commits.Transactions;

    /// <inheritdoc/>
    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(reader => reader.Find(partition, key)));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Row> ListAsync(
        string partition, string keyPrefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page: a read transaction left open while the caller works would keep the log from being emptied.
        for (var hasMore = true; hasMore;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var range = KeyRange.Of(keyPrefix, after);
            (var rows, hasMore) = Read(reader => reader.Page(partition, range));
            foreach (var row in rows)
            {
                yield return row;
            }

            after = hasMore ? rows[^1].Key : after;
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk is full or failing; nothing was written.</exception>
    public Task<bool> CommitAsync(string partition, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        StoreLimits.Check(partition, changes);
        cancellationToken.ThrowIfCancellationRequested();

        // Once accepted it is written, so giving up the wait would only hide the outcome.
        return commits.AddAsync(partition, changes);
    }

    /// <summary>Writes what was accepted, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        // First, so that the writer's connection is the last to close: the last one empties the log.
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        await commits.DisposeAsync();
    }

    private T Read<T>(Func<SqliteReader, T> read)
    {
        if (!readers.TryTake(out var reader))
        {
            reader = new SqliteReader(path);
        }

        try
        {
            return read(reader);
        }
        finally
        {
            readers.Add(reader);
        }
    }
}
