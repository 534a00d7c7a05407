using Patchbay.Findings;
using Patchbay.Outbox;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>Has a push tried again because a person asks for it.</summary>
public sealed class LinkRetry(IStore store, LinkMap links, LaneNotes notes, IQueue queue, TimeProvider clock)
{
    /// <summary>Tries the push again at once, with all its attempts before it.</summary>
    /// <returns>The link as it is now; null when there is none.</returns>
    public async Task<Link?> RunAsync(LinkRef name, CancellationToken cancellationToken)
    {
        // Sent first: should the process die after the commit, this message brings the note to the lane.
        var shard = FindingBook.ShardOf(name.FindingKey);
        var now = clock.GetUtcNow();
        var work = StoredJson.Write(new EvaluationWork(name.Asset, null, shard, null));
        var message = new QueueMessage($"retry:{name}:{RowKey.OldestFirst(now)}", null, work, now.AddSeconds(10));
        await queue.SendAsync(Queues.Evaluations, [message], cancellationToken);

        while (await links.FindAsync(name, cancellationToken) is { } stored)
        {
            var next = Renew(stored.Link, now);
            Change[] changes =
            [
                new Change.Replace(name.Key, stored.Version, StoredJson.Write(next)),
                notes.Row([new PendingPush(name, next.Severity, next.WantedAt)]),
            ];
            if (await store.CommitAsync(name.Partition, changes, cancellationToken))
            {
                await notes.FlushAsync(name.Asset, shard, cancellationToken);
                return next;
            }
        }

        return null;
    }

    private static Link Renew(Link link, DateTimeOffset now) => link with
    {
        State = link switch
        {
            // A lost ticket is not looked for again but made anew, which needs a new intent.
            { State: LinkState.Lost } => LinkState.Wanted,
            { Ticket: not null } => LinkState.Linked,
            { IntentAt: not null } => LinkState.Creating,
            _ => LinkState.Wanted,
        },
        Ticket = link.State == LinkState.Lost ? null : link.Ticket,
        WantedAt = now,
        ChangedAt = now,
        Attempts = 0,
        NotBefore = null,
        Reason = null,
    };
}
