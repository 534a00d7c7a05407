using Patchbay.Findings;
using Patchbay.Storage;

namespace Patchbay.Links.Groups;

/// <summary>
/// Carries news of findings from their partitions to those of their groups: they are committed with an <c>n:</c> row beside the finding,
/// and the row goes only after the group, and the lane of its ticket, know. Repeating any of it is harmless.
/// </summary>
public sealed class GroupNotes(IStore store, GroupBook groups, LaneNotes lanes, FaultPoint fault, TimeProvider clock)
{
    private const string KeyPrefix = "n:";

    /// <summary>The row to be committed with the findings that it is about.</summary>
    public Change Row(IReadOnlyList<GroupNote> notes) =>
        new Change.Add($"{KeyPrefix}{Guid.CreateVersion7(clock.GetUtcNow())}", StoredJson.Write(notes));

    /// <summary>Tells the groups whatever a shard has noted for them, and has their tickets pushed.</summary>
    public async Task FlushAsync(string asset, int shard, CancellationToken cancellationToken)
    {
        var partition = FindingBook.PartitionOf(asset, shard);
        while (await store.ListAsync(partition, KeyPrefix, null, cancellationToken).ToListAsync(cancellationToken) is { Count: > 0 } rows)
        {
            var notes = rows.SelectMany(r => StoredJson.Read<List<GroupNote>>(r.Body));
            var shards = new HashSet<int>();
            foreach (var group in notes.GroupBy(n => new LinkRef(asset, n.GroupKey, n.Mapping)))
            {
                await groups.TellAsync(group.Key, group, cancellationToken);
                fault.Pass(PushStep.GroupTold);
                shards.Add(FindingBook.ShardOf(group.Key.FindingKey));
            }

            foreach (var other in shards)
            {
                await lanes.FlushAsync(asset, other, cancellationToken);
            }

            fault.Pass(PushStep.GroupPushed);
            if (await RemoveAsync(partition, rows, cancellationToken))
            {
                return;
            }
        }
    }

    // False when somebody else did the same at the same time; what is left then is looked at again.
    private async Task<bool> RemoveAsync(string partition, List<Row> rows, CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var done in rows.Chunk(StoreLimits.Changes))
        {
            isDone &= await store.CommitAsync(partition, [.. done.Select(r => new Change.Remove(r.Key, r.Version))], cancellationToken);
        }

        return isDone;
    }
}
