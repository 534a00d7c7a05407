using System.Globalization;
using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Findings;

/// <summary>Which accepted risks end when: index rows that lead from a day to its findings, so that nobody has to read them all.</summary>
/// <remarks>Partition <c>risks</c>, key by the end. A row is written before the decision it is for; one that no longer holds does no harm.</remarks>
public sealed class AcceptedRisks(IStore store)
{
    private const string Partition = "risks";

    /// <summary>Notes that an acceptance is about to be stored. Repeating it is harmless.</summary>
    public Task NoteAsync(string asset, string key, DateTimeOffset until, CancellationToken cancellationToken) =>
        store.CommitAsync(Partition, [new Change.Put(KeyOf(asset, key, until), StoredJson.Write(new RiskEnd(asset, key, until)))], cancellationToken);

    /// <summary>Those that ended, the longest ago first; some may have been decided otherwise since.</summary>
    public async IAsyncEnumerable<StoredRiskEnd> EndedAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync(Partition, string.Empty, null, cancellationToken))
        {
            var end = StoredJson.Read<RiskEnd>(row.Body);
            if (end.Until > now)
            {
                yield break;
            }

            yield return new StoredRiskEnd(end, row.Key, row.Version);
        }
    }

    /// <summary>Takes a note away once it is dealt with.</summary>
    public Task RemoveAsync(StoredRiskEnd done, CancellationToken cancellationToken) =>
        store.CommitAsync(Partition, [new Change.Remove(done.RowKey, done.Version)], cancellationToken);

    private static string KeyOf(string asset, string key, DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"{RowKey.OldestFirst(until)}:{asset}:{key}");
}

/// <summary>The end of an accepted risk.</summary>
public sealed record RiskEnd(string Asset, string Key, DateTimeOffset Until);

/// <summary>A note as it was read.</summary>
public sealed record StoredRiskEnd(RiskEnd End, string RowKey, string Version);
