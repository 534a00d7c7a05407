using System.Globalization;
using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Tests.Support;

/// <summary>A store for tests that are not about storage. It passes the same contract as the real ones and counts what it does.</summary>
public sealed class MemoryStore : IStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedList<string, Row>> partitions = [];
    private long version;

    /// <summary>Commits so far.</summary>
    public int Commits { get; private set; }

    /// <summary>Rows written or removed so far.</summary>
    public int Writes { get; private set; }

    /// <summary>Called before each commit with the partition; a test throws here to play a crash.</summary>
    public Action<string, IReadOnlyList<Change>>? BeforeCommit { get; set; }

    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(partitions.GetValueOrDefault(partition)?.GetValueOrDefault(key));
        }
    }

    public async IAsyncEnumerable<Row> ListAsync(
        string partition, string keyPrefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Row> rows;
        lock (gate)
        {
            rows = [.. (partitions.GetValueOrDefault(partition)?.Values ?? []).Where(r =>
                r.Key.StartsWith(keyPrefix, StringComparison.Ordinal)
                && (after is null || string.CompareOrdinal(r.Key, after) > 0))];
        }

        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.CompletedTask;
            yield return row;
        }
    }

    public Task<bool> CommitAsync(string partition, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        StoreLimits.Check(partition, changes);
        cancellationToken.ThrowIfCancellationRequested();
        BeforeCommit?.Invoke(partition, changes);
        lock (gate)
        {
            if (!partitions.TryGetValue(partition, out var rows))
            {
                partitions[partition] = rows = new SortedList<string, Row>(StringComparer.Ordinal);
            }

            if (!changes.All(c => Fits(rows, c)))
            {
                return Task.FromResult(false);
            }

            foreach (var change in changes)
            {
                Apply(rows, partition, change);
            }

            Commits++;
            Writes += changes.Count;
            return Task.FromResult(true);
        }
    }

    private static bool Fits(SortedList<string, Row> rows, Change change) => change switch
    {
        Change.Add add => !rows.ContainsKey(add.Key),
        Change.Replace replace => rows.TryGetValue(replace.Key, out var row) && row.Version == replace.Version,
        Change.Remove remove => rows.TryGetValue(remove.Key, out var row) && row.Version == remove.Version,
        _ => true,
    };

    private void Apply(SortedList<string, Row> rows, string partition, Change change)
    {
        if (change is Change.Remove)
        {
            rows.Remove(change.Key);
            return;
        }

        var body = StoreLimits.BodyOf(change).ToArray();
        rows[change.Key] = new Row(partition, change.Key, (++version).ToString(CultureInfo.InvariantCulture), body);
    }
}
