using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Links.Sync;
using Patchbay.Storage;

namespace Patchbay.Hooks;

/// <summary>The calls of webhooks that proved themselves, of the last days, and by what a repeated one is known.</summary>
/// <remarks>
/// Partition <see cref="SyncDesk.PartitionOf"/>: a row <c>hook-journal:{newest first}:{hash}</c> for each, and two rows <c>hook-seen:{hash}</c>,
/// of the delivery's name and of its bytes: most trackers do not sign the name, so who replays a call could give it another.
/// </remarks>
public sealed class HookJournal(IStore store, TimeProvider clock)
{
    private const string EntryPrefix = "hook-journal:";
    private const string SeenPrefix = "hook-seen:";
    private const int MostCharacters = 200;

    /// <summary>For so long a call is kept and known again. GitHub repeats for three days when it is asked to.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(5);

    /// <summary>The rows of a new call, to be committed together; that commit fails when the call has been before.</summary>
    /// <param name="body">The bytes as they came.</param>
    public static IReadOnlyList<Change> RowsOf(HookDelivery delivery, ReadOnlySpan<byte> body)
    {
        var name = HashOf(Encoding.UTF8.GetBytes(delivery.Delivery));
        var brief = delivery with
        {
            Delivery = Cut(delivery.Delivery)!,
            Event = Cut(delivery.Event)!,
            Tickets = [.. delivery.Tickets.Select(t => Cut(t)!)],
            Actor = Cut(delivery.Actor),
        };
        var seen = StoredJson.Write(new Seen(delivery.At));
        return
        [
            new Change.Add($"{EntryPrefix}{RowKey.NewestFirst(delivery.At)}:{name}", StoredJson.Write(brief)),
            new Change.Add($"{SeenPrefix}name-{name}", seen),
            new Change.Add($"{SeenPrefix}body-{HashOf(body)}", seen),
        ];
    }

    /// <summary>Lists calls, newest first, each with the key after which a later page begins.</summary>
    /// <param name="after">A key of an earlier page; null for the newest.</param>
    public async IAsyncEnumerable<(string Key, HookDelivery Delivery)> ListAsync(
        string instance, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = after is null ? null : EntryPrefix + after;
        await foreach (var row in store.ListAsync(SyncDesk.PartitionOf(instance), EntryPrefix, start, cancellationToken))
        {
            yield return (row.Key[EntryPrefix.Length..], StoredJson.Read<HookDelivery>(row.Body));
        }
    }

    /// <summary>Forgets what is older than <see cref="Kept"/>.</summary>
    /// <returns>How many rows went.</returns>
    public async Task<int> SweepAsync(string instance, CancellationToken cancellationToken)
    {
        var end = clock.GetUtcNow() - Kept;
        var oldest = $"{EntryPrefix}{RowKey.NewestFirst(end)}";
        var entries = store.ListAsync(SyncDesk.PartitionOf(instance), EntryPrefix, oldest, cancellationToken);
        var seen = store.ListAsync(SyncDesk.PartitionOf(instance), SeenPrefix, null, cancellationToken)
            .Where(row => StoredJson.Read<Seen>(row.Body).At < end);
        var count = 0;
        await foreach (var some in entries.Concat(seen).Chunk(StoreLimits.Changes).WithCancellation(cancellationToken))
        {
            // False says that another sweep was faster: what is left is for the next one.
            var isDone = await store.CommitAsync(
                SyncDesk.PartitionOf(instance), [.. some.Select(row => new Change.Remove(row.Key, row.Version))], cancellationToken);
            count += isDone ? some.Length : 0;
        }

        return count;
    }

    private static string? Cut(string? text) => text is { Length: > MostCharacters } ? text[..MostCharacters] : text;

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record Seen(DateTimeOffset At);
}
