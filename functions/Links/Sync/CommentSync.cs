using System.Security.Cryptography;
using System.Text;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Storage;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Takes over what people say below a ticket, each comment once and never our own.</summary>
/// <remarks>
/// Committed with each comment, a row <c>k:{finding key}:{id}</c> says that it is known: a tracker may tell another time at every reading. Row
/// <c>s:{finding key}:{mapping}</c>, written last, says how far the ticket was read. Both are in the finding's partition.
/// </remarks>
public sealed class CommentSync(IStore store, TimeProvider clock)
{
    private const int MostAtOnce = 10;

    // A comment may show a little after one that is newer.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>Reads what was said since the last reading and keeps it.</summary>
    /// <param name="link">A link that has a ticket.</param>
    /// <returns>The tracker's answer when it is to be asked again; null otherwise.</returns>
    public async Task<CommentReading.Later?> RunAsync(Link link, TicketRoute route, ITracker tracker, CancellationToken cancellationToken)
    {
        // Nobody could tell which of its findings is meant.
        if (!route.Mapping.Sync.Comments || link.Group is not null || link.Ticket is not { } ticket)
        {
            return null;
        }

        var known = await ReadToAsync(link, cancellationToken);
        var reading = await tracker.CommentsAsync(ticket, known - Overlap, cancellationToken);
        if (reading is not CommentReading.Seen seen)
        {
            // A ticket that is gone or hidden is told by the look at the ticket itself.
            return reading as CommentReading.Later;
        }

        // A tick apart, so that they stay in the order in which they were said.
        var now = clock.GetUtcNow();
        var theirs = seen.Comments.Where(c => !c.IsOurs && c.Text.Length > 0).DistinctBy(c => c.Id).Index();
        foreach (var part in theirs.Select(c => (now.AddTicks(c.Index), Of(c.Item, ticket, route.Instance))).Chunk(MostAtOnce))
        {
            await KeepAsync(link, part, cancellationToken);
        }

        if (seen.Comments is [.., { MadeAt: var newest }] && !(newest <= known))
        {
            var to = StoredJson.Write(new ReadTo(ticket.Key, newest));
            await store.CommitAsync(link.Ref.Partition, [new Change.Put(KeyOf(link), to)], cancellationToken);
        }

        return null;
    }

    // A new ticket in place of a former one is read from its beginning.
    private async Task<DateTimeOffset?> ReadToAsync(Link link, CancellationToken cancellationToken) =>
        await store.FindAsync(link.Ref.Partition, KeyOf(link), cancellationToken) is { } row
        && StoredJson.Read<ReadTo>(row.Body) is var read && read.Ticket == link.Ticket!.Key ? read.MadeAt : null;

    // Somebody else who looks at the same time may keep some of them first; then the rest is tried again.
    private async Task KeepAsync(Link link, IReadOnlyList<(DateTimeOffset KnownAt, FindingComment Comment)> said, CancellationToken cancellationToken)
    {
        List<Change> changes;
        do
        {
            changes = [];
            foreach (var (knownAt, comment) in said)
            {
                var key = $"k:{link.FindingKey}:{comment.Id}";
                if (await store.FindAsync(link.Ref.Partition, key, cancellationToken) is null)
                {
                    changes.AddRange([new Change.Add(key, StoredJson.Write(knownAt)), CommentBook.Row(link.FindingKey, comment, knownAt)]);
                }
            }
        }
        while (changes.Count > 0 && !await store.CommitAsync(link.Ref.Partition, changes, cancellationToken));
    }

    private static FindingComment Of(SaidComment said, TicketRef ticket, Instance instance)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{instance.Name}\n{ticket.Key}\n{said.Id}"));
        return new FindingComment(
            Convert.ToHexStringLower(hash)[..32], said.Author, said.Text, said.MadeAt, $"tracker:{instance.Name}", ticket.Key);
    }

    private static string KeyOf(Link link) => $"s:{link.FindingKey}:{link.Mapping}";

    // By the tracker's clock.
    private sealed record ReadTo(string Ticket, DateTimeOffset MadeAt);
}
