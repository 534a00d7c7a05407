using System.Globalization;
using Patchbay.Outbox;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>The lanes' rows: what is pending in each, and until when a lane is held.</summary>
/// <remarks>Partition <c>lane:{instance}:{number}</c>: rows <c>p:…</c> in the order of work, row <c>hold</c>.</remarks>
public sealed class Lane(IStore store, IQueue queue, TimeProvider clock)
{
    private const string HoldKey = "hold";

    /// <summary>Notes pushes as pending. Repeating it is harmless.</summary>
    public async Task NoteAsync(LaneId lane, IEnumerable<PendingPush> pushes, CancellationToken cancellationToken)
    {
        foreach (var batch in pushes.DistinctBy(p => p.Key).Chunk(StoreLimits.Changes))
        {
            var changes = batch.Select(p => new Change.Put(p.Key, StoredJson.Write(p)));
            await store.CommitAsync(lane.Partition, [.. changes], cancellationToken);
        }
    }

    /// <summary>Has the lane drained: now, or at a later time.</summary>
    public Task WakeAsync(LaneId lane, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        // Wake-ups of one moment may fall together; a later one must never be taken for an earlier one's repeat.
        var moment = (at ?? clock.GetUtcNow()).UtcTicks.ToString(CultureInfo.InvariantCulture);
        var message = new QueueMessage($"wake:{lane.Partition}:{moment}", lane.Partition, StoredJson.Write(lane), at);
        return queue.SendAsync(Queues.Lanes, [message], cancellationToken);
    }

    /// <summary>Reads what is ready, most urgent first.</summary>
    /// <param name="most">Stops after so many ready ones.</param>
    public async Task<LaneWork> ReadAsync(LaneId lane, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ready = new List<StoredPush>();
        var waiting = new List<PendingPush>();
        await foreach (var row in store.ListAsync(lane.Partition, PendingPush.KeyPrefix, null, cancellationToken))
        {
            var push = StoredJson.Read<PendingPush>(row.Body);
            if (push.NotBefore is { } due && due > now)
            {
                waiting.Add(push);
                continue;
            }

            ready.Add(new StoredPush(push, row.Version));
            if (ready.Count == most)
            {
                break;
            }
        }

        return new LaneWork(ready, waiting);
    }

    /// <summary>How much waits in the lane, and when it will be done.</summary>
    /// <param name="pace">Pause between two pushes.</param>
    public async Task<LaneOutlook> OutlookAsync(LaneId lane, TimeSpan pace, CancellationToken cancellationToken)
    {
        var hold = await HoldAsync(lane, cancellationToken);
        var start = hold?.Until ?? clock.GetUtcNow();
        var pending = 0;
        var doneAt = start;
        await foreach (var row in store.ListAsync(lane.Partition, PendingPush.KeyPrefix, null, cancellationToken))
        {
            pending++;
            var due = StoredJson.Read<PendingPush>(row.Body).NotBefore;
            doneAt = (due > doneAt ? due.Value : doneAt) + pace;
        }

        return new LaneOutlook(pending, hold, pending == 0 ? null : doneAt);
    }

    /// <summary>Reads one push; null when it is off the lane.</summary>
    public async Task<PendingPush?> FindAsync(LaneId lane, string key, CancellationToken cancellationToken) =>
        await store.FindAsync(lane.Partition, key, cancellationToken) is { } row ? StoredJson.Read<PendingPush>(row.Body) : null;

    /// <summary>Takes a push off the lane; a wish noted again meanwhile stays.</summary>
    public Task DoneAsync(LaneId lane, StoredPush push, CancellationToken cancellationToken) =>
        store.CommitAsync(lane.Partition, [new Change.Remove(push.Push.Key, push.Version)], cancellationToken);

    /// <summary>Lets a push wait; a wish noted again meanwhile stays ready.</summary>
    public Task ParkAsync(LaneId lane, StoredPush push, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var parked = push.Push with { NotBefore = until };
        return store.CommitAsync(
            lane.Partition, [new Change.Replace(parked.Key, push.Version, StoredJson.Write(parked))], cancellationToken);
    }

    /// <summary>Until when nothing may be pushed in this lane; null when it is free.</summary>
    public async Task<LaneHold?> HoldAsync(LaneId lane, CancellationToken cancellationToken) =>
        await store.FindAsync(lane.Partition, HoldKey, cancellationToken) is { } row
        && StoredJson.Read<LaneHold>(row.Body) is var hold && hold.Until > clock.GetUtcNow()
            ? hold
            : null;

    /// <summary>Holds the lane.</summary>
    public Task SetHoldAsync(LaneId lane, LaneHold hold, CancellationToken cancellationToken) =>
        store.CommitAsync(lane.Partition, [new Change.Put(HoldKey, StoredJson.Write(hold))], cancellationToken);
}

/// <summary>A pending push as it was read.</summary>
public sealed record StoredPush(PendingPush Push, string Version);

/// <summary>What a lane has to do.</summary>
/// <param name="Ready">Most urgent first.</param>
/// <param name="Waiting">Parked ones, as far as the rows were read: all of them when nothing is ready.</param>
public sealed record LaneWork(IReadOnlyList<StoredPush> Ready, IReadOnlyList<PendingPush> Waiting);

/// <summary>Why and until when a lane waits as a whole.</summary>
public sealed record LaneHold(DateTimeOffset Until, string Reason);

/// <summary>What is ahead of a lane.</summary>
/// <param name="Pending">Pushes that wait.</param>
/// <param name="DoneAt">When the last of them will be made at the lane's pace; null when none waits.</param>
public sealed record LaneOutlook(int Pending, LaneHold? Hold, DateTimeOffset? DoneAt);
