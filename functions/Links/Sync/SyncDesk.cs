using System.Globalization;
using Patchbay.Outbox;
using Patchbay.Storage;
using Patchbay.Tickets;

namespace Patchbay.Links.Sync;

/// <summary>Keeps which tickets are to be looked at, and has it done. Ten hints in one second become one look.</summary>
/// <remarks>
/// Partition <c>syncs:{instance}</c>: a row <c>d:{ticket}</c> stands from the first hint until a look that began after the last one has
/// ended. What a killed process left there unsent is sent by <see cref="SweepAsync"/>.
/// </remarks>
public sealed class SyncDesk(IStore store, LinkMap links, IQueue queue, TimeProvider clock)
{
    private const string KeyPrefix = "d:";

    // Older than this, a row's message is taken for lost.
    private static readonly TimeSpan Unsent = TimeSpan.FromMinutes(2);

    /// <summary>The partition of an instance's due rows; whoever has a row to be committed with them keeps it there.</summary>
    public static string PartitionOf(string instance) => $"syncs:{instance}";

    /// <summary>Has tickets looked at soon, those among them that are ours.</summary>
    /// <param name="ticketKeys">Keys as the tracker names them; unknown ones are left out. At most 90.</param>
    /// <param name="along">Changes committed together with the wish, in <see cref="PartitionOf"/>; at most 9.</param>
    /// <returns>How many of the tickets are ours; null when <paramref name="along"/> did not fit what is stored, and then nothing is noted.</returns>
    public async Task<int?> WantAsync(
        string instance, IReadOnlyList<string> ticketKeys, IReadOnlyList<Change> along, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var wanted = new List<DueSync>();
        foreach (var key in ticketKeys.Distinct(StringComparer.Ordinal))
        {
            if (await links.FindByTicketAsync(instance, key, cancellationToken) is { } link)
            {
                wanted.Add(new DueSync(key, link, now));
            }
        }

        List<Change> changes = [.. along, .. wanted.Select(due => new Change.Put(KeyOf(due.TicketKey), StoredJson.Write(due)))];
        if (changes.Count > 0 && !await store.CommitAsync(PartitionOf(instance), changes, cancellationToken))
        {
            return null;
        }

        await SendAsync(instance, wanted, null, cancellationToken);
        return wanted.Count;
    }

    /// <summary>Reads whether a ticket is to be looked at; null when that has been done.</summary>
    public async Task<StoredDueSync?> FindAsync(SyncWork work, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(work.Instance), KeyOf(work.TicketKey), cancellationToken) is { } row
            ? new StoredDueSync(StoredJson.Read<DueSync>(row.Body), row.Version)
            : null;

    /// <summary>Notes that a ticket was looked at; a hint that came in meanwhile stays.</summary>
    public Task DoneAsync(string instance, StoredDueSync due, CancellationToken cancellationToken) =>
        store.CommitAsync(PartitionOf(instance), [new Change.Remove(KeyOf(due.Due.TicketKey), due.Version)], cancellationToken);

    /// <summary>Has a ticket looked at again at a later time; its row stands until then.</summary>
    public Task LaterAsync(string instance, StoredDueSync due, DateTimeOffset at, CancellationToken cancellationToken) =>
        SendAsync(instance, [due.Due], at, cancellationToken);

    /// <summary>Sends again what has stood for minutes: its message was never sent, or given up.</summary>
    public async Task SweepAsync(string instance, CancellationToken cancellationToken)
    {
        var old = clock.GetUtcNow() - Unsent;
        var left = new List<DueSync>();
        await foreach (var row in store.ListAsync(PartitionOf(instance), KeyPrefix, null, cancellationToken))
        {
            if (StoredJson.Read<DueSync>(row.Body) is { } due && due.NotedAt < old)
            {
                left.Add(due);
            }
        }

        await SendAsync(instance, left, null, cancellationToken);
    }

    private Task SendAsync(string instance, List<DueSync> wanted, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        // All hints of one second make the same message, which is delivered after that second has ended: none of them can be missed.
        var second = (at ?? clock.GetUtcNow()).ToUnixTimeSeconds() + 1;
        var due = DateTimeOffset.FromUnixTimeSeconds(second);
        var messages = wanted.Select(want => new QueueMessage(
            $"sync:{SessionOf(want.Link)}:{second.ToString(CultureInfo.InvariantCulture)}",
            SessionOf(want.Link),
            StoredJson.Write(new SyncWork(instance, want.TicketKey)),
            due));
        return wanted.Count == 0 ? Task.CompletedTask : queue.SendAsync(Queues.Syncs, [.. messages], cancellationToken);
    }

    private static string KeyOf(string ticketKey) => KeyPrefix + RowKey.Escape(ticketKey);

    // A link's whole name may be longer than a session's may be.
    private static string SessionOf(LinkRef link) => TicketMarker.For(link.Asset, link.FindingKey, link.Mapping);
}
