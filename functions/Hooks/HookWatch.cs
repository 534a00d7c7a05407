using Patchbay.Integrations;
using Patchbay.Links.Sync;
using Patchbay.Storage;
using Patchbay.Trackers;

namespace Patchbay.Hooks;

/// <summary>Notices a webhook that has fallen silent: by changes that polling finds and no call announces, and by asking the tracker.</summary>
/// <remarks>
/// Partition <see cref="SyncDesk.PartitionOf"/>: a row <c>hook-doubt:{ticket}</c> for a change that polling found, until it is judged. What no
/// call announced is looked at all the same: polling itself has that done.
/// </remarks>
public sealed class HookWatch(
    IStore store, HookKinds kinds, TrackerKinds trackers, IntegrationBook integrations, HookJournal journal, HookHealthBook health,
    HookSettings settings, TimeProvider clock)
{
    private const string KeyPrefix = "hook-doubt:";

    // A poll is often faster than the tracker's call, which may come after a retry or two.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    // By so much a call may be ahead of the stamp of the change that it announces: the two come from different clocks.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    /// <summary>Notes tickets of ours that a poll found changed; whether a call announced them is judged later. A <see cref="ChangesFound"/>.</summary>
    public async Task DoubtAsync(string instance, IReadOnlyList<ChangedTicket> changed, CancellationToken cancellationToken)
    {
        // What changed before the hook's first call was never its to tell.
        var first = (await health.ReadAsync(instance, cancellationToken)).FirstAcceptedAt;
        var now = clock.GetUtcNow();
        foreach (var ticket in changed.Where(t => t.ChangedAt >= first))
        {
            // One that is doubted already keeps its time, or a ticket that changes all the time would never be judged: false is fine.
            var doubt = new Doubt(ticket.Key, now, ticket.ChangedAt < now ? ticket.ChangedAt : now);
            await store.CommitAsync(
                SyncDesk.PartitionOf(instance), [new Change.Add(KeyPrefix + RowKey.Escape(ticket.Key), StoredJson.Write(doubt))], cancellationToken);
        }
    }

    /// <summary>Judges the changes that calls have had their time to announce; when some were missed, the tracker is asked how the hook stands.</summary>
    /// <returns>How many were missed.</returns>
    public async Task<int> JudgeAsync(string instance, CancellationToken cancellationToken)
    {
        var due = clock.GetUtcNow() - Grace;
        var doubts = await store.ListAsync(SyncDesk.PartitionOf(instance), KeyPrefix, null, cancellationToken)
            .Select(row => (Row: row, Doubt: StoredJson.Read<Doubt>(row.Body)))
            .Where(d => d.Doubt.FoundAt <= due)
            .ToListAsync(cancellationToken);
        if (doubts.Count == 0)
        {
            return 0;
        }

        var told = await ToldAsync(instance, doubts.Min(d => d.Doubt.ChangedAt) - Ahead, cancellationToken);
        var missed = doubts.Where(d => !(told.TryGetValue(d.Doubt.Ticket, out var at) && at >= d.Doubt.ChangedAt - Ahead)).ToList();
        if (missed.Count > 0)
        {
            var last = missed.Max(d => d.Doubt.FoundAt);
            await health.NoteAsync(
                instance, was => was with { Missed = was.Missed + missed.Count, LastMissedAt = Later(was.LastMissedAt, last) }, cancellationToken);
            await AskAsync(instance, cancellationToken);
        }

        foreach (var some in doubts.Chunk(StoreLimits.Changes))
        {
            // Where another judged at the same time, its judgement stands beside ours and the rows are gone.
            await store.CommitAsync(
                SyncDesk.PartitionOf(instance), [.. some.Select(d => new Change.Remove(d.Row.Key, d.Row.Version))], cancellationToken);
        }

        return missed.Count;
    }

    /// <summary>Asks the tracker whether the hooks of an instance would call us, where it can say and they ever did.</summary>
    public async Task AskAsync(string name, CancellationToken cancellationToken)
    {
        var set = await integrations.ReadAsync(cancellationToken);
        if (set.Instances.GetValueOrDefault(name)?.Item is not { } instance || kinds.Find(instance) is null
            || trackers.HooksOf(instance) is not { } maker || settings.CallbackOf(name) is not { } callback
            || (await health.ReadAsync(name, cancellationToken)).FirstAcceptedAt is null)
        {
            return;
        }

        string? reason = null;
        foreach (var mapping in set.Mappings.Values.Select(m => m.Item).Where(m => m.Instance == name).DistinctBy(m => m.Project))
        {
            switch (await maker.AskAsync(instance, mapping, callback, cancellationToken))
            {
                case HookStanding.Off off:
                    reason ??= off.Reason;
                    break;
                case HookStanding.Unsaid:
                    return;
            }
        }

        var now = clock.GetUtcNow();
        await health.NoteAsync(name, was => was with { OffAt = reason is null ? null : now, OffReason = reason }, cancellationToken);
    }

    private async Task<Dictionary<string, DateTimeOffset>> ToldAsync(string instance, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var told = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var (_, delivery) in journal.ListAsync(instance, null, cancellationToken))
        {
            if (delivery.At < from)
            {
                break;
            }

            foreach (var ticket in delivery.Tickets)
            {
                told.TryAdd(ticket, delivery.At);
            }
        }

        return told;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private sealed record Doubt(string Ticket, DateTimeOffset FoundAt, DateTimeOffset ChangedAt);
}
