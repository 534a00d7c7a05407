using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Brings what people said in Patchbay to the ticket of their finding.</summary>
public sealed class CommentPush(UnsentComments unsent)
{
    /// <summary>Sends what the ticket does not say yet, oldest first, until one is not taken. Repeating it is harmless.</summary>
    /// <param name="link">A link that has a ticket.</param>
    /// <returns>How that ended; null when there was nothing to send.</returns>
    public async Task<PushResult?> RunAsync(Link link, ITracker tracker, CancellationToken cancellationToken)
    {
        PushResult? last = null;
        await foreach (var next in unsent.ListAsync(link.Ref, cancellationToken))
        {
            last = await tracker.CommentAsync(link.Ticket!, PersonComment.Of(next.Comment, link.Marker), cancellationToken);
            if (last is not PushResult.Filed)
            {
                // A comment whose answer was lost is looked for by its marker before it is made again.
                return last is PushResult.Unknown unknown ? new PushResult.Later(unknown.After, unknown.Reason) : last;
            }

            await unsent.SentAsync(link.Ref, next, cancellationToken);
        }

        return last;
    }
}
