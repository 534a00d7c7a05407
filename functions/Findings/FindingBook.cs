using System.Globalization;
using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Findings;

/// <summary>The findings of an asset, spread over sixteen partitions so that a large scan is written by parallel streams.</summary>
/// <remarks>Partition <c>findings:{asset}:{0-f}</c>, key <c>f:{finding key}</c>; the rules' texts are in <c>rules:{asset}</c>.</remarks>
public sealed class FindingBook(IStore store)
{
    /// <summary>How many partitions an asset's findings have.</summary>
    public const int Shards = 16;

    /// <summary>What the row keys of findings begin with.</summary>
    public const string KeyPrefix = "f:";

    /// <summary>The partition that holds a finding: by the first hex digit after the key's scope.</summary>
    public static string PartitionOf(string asset, string key) => $"findings:{asset}:{key[FindingKey.ScopeCharacters]}";

    /// <summary>The number of that partition, 0 to 15.</summary>
    public static int ShardOf(string key) =>
        int.Parse(key.AsSpan(FindingKey.ScopeCharacters, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>One of the sixteen partitions.</summary>
    /// <param name="shard">0 to 15.</param>
    public static string PartitionOf(string asset, int shard) =>
        $"findings:{asset}:{shard.ToString("x1", CultureInfo.InvariantCulture)}";

    /// <summary>Reads one finding; null when there is none.</summary>
    public async Task<StoredFinding?> FindAsync(string asset, string key, CancellationToken cancellationToken) =>
        FindingKey.IsValid(key) && await store.FindAsync(PartitionOf(asset, key), KeyPrefix + key, cancellationToken) is { } row
            ? StoredFinding.Of(row)
            : null;

    /// <summary>Reads one partition's findings in order of their keys.</summary>
    /// <param name="keyPrefix">Beginning of the finding keys, such as a scope's part; empty for all.</param>
    /// <param name="after">Only findings whose keys come after this one; null for all.</param>
    public async IAsyncEnumerable<StoredFinding> ListAsync(
        string asset, int shard, string keyPrefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = store.ListAsync(
            PartitionOf(asset, shard), KeyPrefix + keyPrefix, after is null ? null : KeyPrefix + after, cancellationToken);
        await foreach (var row in rows)
        {
            yield return StoredFinding.Of(row);
        }
    }

    /// <summary>Reads a rule with its texts; null when it was never stored.</summary>
    public async Task<Rule?> FindRuleAsync(string asset, string ruleHash, CancellationToken cancellationToken) =>
        await store.FindAsync(RulesOf(asset), ruleHash, cancellationToken) is { } row ? StoredJson.Read<Rule>(row.Body) : null;

    /// <summary>The partition of an asset's rules; the key is the rule's hash.</summary>
    public static string RulesOf(string asset) => $"rules:{asset}";
}

/// <summary>A finding's row: what it says, and the version that a change must name.</summary>
public sealed record StoredFinding(FindingRecord Record, string Version)
{
    /// <summary>Reads a row.</summary>
    public static StoredFinding Of(Row row) => new(StoredJson.Read<FindingRecord>(row.Body), row.Version);

    /// <summary>The change that writes another state of it.</summary>
    public Change Become(FindingRecord next) =>
        new Change.Replace(FindingBook.KeyPrefix + next.Key, Version, FindingJson.Write(next));
}
