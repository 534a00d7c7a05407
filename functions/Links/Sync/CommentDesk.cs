using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Outbox;
using Patchbay.Storage;

namespace Patchbay.Links.Sync;

/// <summary>Takes what people say about findings, and has it brought to their tickets where the mapping wants that.</summary>
/// <remarks>The comment, what is to be sent and the wish to send it are one commit. A ticket that findings share gets no comments.</remarks>
public sealed class CommentDesk(
    IStore store, FindingBook findings, LinkMap links, IntegrationBook integrations, LaneNotes notes, IQueue queue, TimeProvider clock)
{
    // With the comment and the lanes' note far below the limit of a commit; nobody has as many mappings for one finding.
    private const int MostLinks = 50;

    /// <summary>Keeps a comment.</summary>
    /// <param name="text">1 to <see cref="FindingComment.MostCharacters"/> characters.</param>
    /// <returns>The comment; null when the finding is not stored.</returns>
    public async Task<FindingComment?> SayAsync(string asset, string key, string text, string who, CancellationToken cancellationToken)
    {
        if (await findings.FindAsync(asset, key, cancellationToken) is null)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var comment = new FindingComment(Guid.CreateVersion7(now).ToString("n"), who, text, now, FindingComment.Person, null);
        var told = await ToldAsync(asset, key, cancellationToken);
        List<PendingPush> pushes = [.. told.Where(l => l.State == LinkState.Linked).Select(l => new PendingPush(l.Ref, l.Severity, now))];
        List<Change> changes = [CommentBook.Row(key, comment, now), .. told.Select(l => UnsentComments.Row(l.Ref, comment))];
        var shard = FindingBook.ShardOf(key);
        if (pushes.Count > 0)
        {
            // Sent first: should the process die after the commit, this message brings the note to the lane.
            var work = StoredJson.Write(new EvaluationWork(asset, null, shard, null));
            await queue.SendAsync(Queues.Evaluations, [new QueueMessage($"said:{comment.Id}", null, work, now.AddSeconds(10))], cancellationToken);
            changes.Add(notes.Row(pushes));
        }

        await store.CommitAsync(FindingBook.PartitionOf(asset, key), changes, cancellationToken);
        await notes.FlushAsync(asset, shard, cancellationToken);
        return comment;
    }

    // A ticket that is still to be made, or waits for a person, is told once it is there.
    private async Task<IReadOnlyList<Link>> ToldAsync(string asset, string key, CancellationToken cancellationToken)
    {
        var told = new List<Link>();
        await foreach (var stored in links.ListOfAsync(asset, key, cancellationToken).Take(MostLinks))
        {
            if (stored.Link is { State: LinkState.Wanted or LinkState.Creating or LinkState.Linked or LinkState.Failed }
                && await integrations.FindRouteAsync(stored.Link.Mapping, cancellationToken) is { Mapping.Sync.Comments: true })
            {
                told.Add(stored.Link);
            }
        }

        return told;
    }
}
