using System.Globalization;
using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>The rows of an asset's scans, in one partition so that they are committed together.</summary>
/// <remarks>
/// Partition <c>scans:{asset}</c>. <c>newest:{newest first}:{id}</c> is the scan; <c>{id}</c> points to it;
/// <c>{id}:todo:{shard}</c> says that the policies must yet see a shard; <c>version:{scope part}</c> is the tool's version at the last scan.
/// </remarks>
internal sealed class ScanRows(IStore store)
{
    private const string Newest = "newest:";

    public static string PartitionOf(string asset) => $"scans:{asset}";

    public async Task<StoredScan?> FindAsync(string asset, string id, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(asset);
        return await store.FindAsync(partition, id, cancellationToken) is { } pointer
            && await store.FindAsync(partition, StoredJson.Read<Pointer>(pointer.Body).Row, cancellationToken) is { } row
                ? StoredScan.Of(row)
                : null;
    }

    /// <summary>Lists scans, newest first.</summary>
    /// <param name="after">Only scans older than this one; null for all.</param>
    public async IAsyncEnumerable<StoredScan> ListAsync(
        string asset, Scan? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = store.ListAsync(PartitionOf(asset), Newest, after is null ? null : KeyOf(after), cancellationToken);
        await foreach (var row in rows)
        {
            yield return StoredScan.Of(row);
        }
    }

    /// <summary>Version of the tool at the last scan of a scope; null when none told it.</summary>
    public async Task<string?> LastVersionAsync(string asset, string scopePart, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(asset), VersionKey(scopePart), cancellationToken) is { } row
            ? StoredJson.Read<ToolVersion>(row.Body).Version
            : null;

    /// <summary>Writes a new scan with what the policies will have to see.</summary>
    /// <param name="version">Scope part and version of the tool, when it is another than last time; null otherwise.</param>
    /// <returns>False when the scan is stored already.</returns>
    public Task<bool> AddAsync(
        Scan scan, IEnumerable<int> shards, (string ScopePart, string Version)? version, CancellationToken cancellationToken)
    {
        var changes = new List<Change>
        {
            new Change.Add(scan.Id, StoredJson.Write(new Pointer(KeyOf(scan)))),
            new Change.Add(KeyOf(scan), StoredJson.Write(scan)),
        };
        changes.AddRange(shards.Select(s => Todo(scan.Id, s)));
        if (version is { } tool)
        {
            changes.Add(new Change.Put(VersionKey(tool.ScopePart), StoredJson.Write(new ToolVersion(tool.Version))));
        }

        return store.CommitAsync(PartitionOf(scan.Asset), changes, cancellationToken);
    }

    /// <summary>Notes again what the policies have to see, when an interrupted scan is recorded to its end.</summary>
    public async Task NoteTodoAsync(Scan scan, IReadOnlyCollection<int> shards, CancellationToken cancellationToken)
    {
        if (shards.Count > 0)
        {
            await store.CommitAsync(PartitionOf(scan.Asset), [.. shards.Select(s => Todo(scan.Id, s))], cancellationToken);
        }
    }

    /// <summary>The shards that the policies have yet to see, with their rows.</summary>
    public async Task<IReadOnlyDictionary<int, Row>> TodoAsync(string asset, string id, CancellationToken cancellationToken)
    {
        var todo = new Dictionary<int, Row>();
        await foreach (var row in store.ListAsync(PartitionOf(asset), TodoPrefix(id), null, cancellationToken))
        {
            todo[int.Parse(row.Key.AsSpan(row.Key.Length - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)] = row;
        }

        return todo;
    }

    /// <summary>Says that every finding is written.</summary>
    /// <returns>The scan as it is stored then.</returns>
    public async Task<Scan> FinishAsync(Scan scan, CancellationToken cancellationToken)
    {
        while (await FindAsync(scan.Asset, scan.Id, cancellationToken) is { } stored)
        {
            if (stored.Scan.State != ScanState.Recording)
            {
                return stored.Scan;
            }

            var todo = await TodoAsync(scan.Asset, scan.Id, cancellationToken);
            var done = scan with { State = todo.Count > 0 ? ScanState.Evaluating : ScanState.Evaluated };
            if (await store.CommitAsync(PartitionOf(scan.Asset), [Replacing(stored, done)], cancellationToken))
            {
                return done;
            }
        }

        throw new InvalidOperationException($"The row of scan {scan.Id} is gone.");
    }

    /// <summary>Removes the note that the policies must see a shard, and with the last one says that they have seen all.</summary>
    public async Task RemoveTodoAsync(string asset, string id, int shard, CancellationToken cancellationToken)
    {
        while (await TodoAsync(asset, id, cancellationToken) is { } todo && todo.TryGetValue(shard, out var row))
        {
            var changes = new List<Change> { new Change.Remove(row.Key, row.Version) };
            if (todo.Count == 1
                && await FindAsync(asset, id, cancellationToken) is { Scan.State: ScanState.Evaluating } stored)
            {
                changes.Add(Replacing(stored, stored.Scan with { State = ScanState.Evaluated }));
            }

            if (await store.CommitAsync(PartitionOf(asset), changes, cancellationToken))
            {
                return;
            }
        }
    }

    private static Change.Replace Replacing(StoredScan stored, Scan next) =>
        new(KeyOf(next), stored.Version, StoredJson.Write(next));

    private static Change.Put Todo(string id, int shard) =>
        new(TodoPrefix(id) + shard.ToString("x1", CultureInfo.InvariantCulture), "{}"u8.ToArray());

    private static string TodoPrefix(string id) => $"{id}:todo:";

    private static string VersionKey(string scopePart) => $"version:{scopePart}";

    private static string KeyOf(Scan scan) => $"{Newest}{RowKey.NewestFirst(scan.ReceivedAt)}:{scan.Id}";

    private sealed record Pointer(string Row);

    private sealed record ToolVersion(string Version);
}

/// <summary>A scan's row with its version.</summary>
internal sealed record StoredScan(Scan Scan, string Version)
{
    public static StoredScan Of(Row row) => new(StoredJson.Read<Scan>(row.Body), row.Version);
}
