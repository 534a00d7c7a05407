using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>
/// Carries wishes from the findings' partitions to the lanes, which are others: the wish is committed with a <c>w:</c> row beside it,
/// and the row goes only after the lane knows. Repeating any of it is harmless.
/// </summary>
public sealed class LaneNotes(IStore store, IntegrationBook integrations, Lane lane, FaultPoint fault, TimeProvider clock)
{
    private const string KeyPrefix = "w:";

    /// <summary>The row to be committed with the links it names.</summary>
    public Change Row(IReadOnlyList<PendingPush> pushes) =>
        new Change.Add($"{KeyPrefix}{Guid.CreateVersion7(clock.GetUtcNow())}", StoredJson.Write(pushes));

    /// <summary>Notes one push and brings it to its lane.</summary>
    public async Task AddAsync(PendingPush push, CancellationToken cancellationToken)
    {
        await store.CommitAsync(push.Link.Partition, [Row([push])], cancellationToken);
        await FlushAsync(push.Link.Asset, FindingBook.ShardOf(push.Link.FindingKey), cancellationToken);
    }

    /// <summary>Brings whatever a shard has noted to the lanes, and wakes these.</summary>
    public async Task FlushAsync(string asset, int shard, CancellationToken cancellationToken)
    {
        var partition = FindingBook.PartitionOf(asset, shard);
        while (await store.ListAsync(partition, KeyPrefix, null, cancellationToken).ToListAsync(cancellationToken) is { Count: > 0 } notes)
        {
            var pushes = notes.SelectMany(n => StoredJson.Read<List<PendingPush>>(n.Body));
            foreach (var group in await ByLaneAsync(pushes, cancellationToken))
            {
                await lane.NoteAsync(group.Key, group, cancellationToken);
                fault.Pass(PushStep.LaneNoted);
                await lane.WakeAsync(group.Key, null, cancellationToken);
            }

            if (await RemoveAsync(partition, notes, cancellationToken))
            {
                return;
            }
        }
    }

    // False when somebody else did the same at the same time; what is left then is looked at again.
    private async Task<bool> RemoveAsync(string partition, List<Row> notes, CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var done in notes.Chunk(StoreLimits.Changes))
        {
            isDone &= await store.CommitAsync(partition, [.. done.Select(n => new Change.Remove(n.Key, n.Version))], cancellationToken);
        }

        return isDone;
    }

    private async Task<IEnumerable<IGrouping<LaneId, PendingPush>>> ByLaneAsync(
        IEnumerable<PendingPush> pushes, CancellationToken cancellationToken)
    {
        var placed = new List<(LaneId Lane, PendingPush Push)>();
        foreach (var push in pushes)
        {
            if (await integrations.FindRouteAsync(push.Link.Mapping, cancellationToken) is { } route)
            {
                placed.Add((LaneId.Of(route.Instance, push.Link), push));
            }
        }

        return placed.GroupBy(p => p.Lane, p => p.Push);
    }
}
