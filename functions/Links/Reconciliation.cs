using System.Runtime.CompilerServices;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Sync;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>Looks at linked tickets that had no news, repairs what is certain and reports the rest. Goes on where the last run ended.</summary>
public sealed class Reconciliation(
    AssetBook assets, LinkMap links, IntegrationBook integrations, TrackerKinds kinds, TicketSync sync, DriftBook drifts, ReconcileSettings settings, TimeProvider clock)
{
    /// <summary>One run: at most so many tickets as the settings allow, at their pace.</summary>
    /// <returns>How many tickets were looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var round = new LaneRound(integrations, kinds);
        var busy = new HashSet<string>(StringComparer.Ordinal);
        var reads = 0;
        await foreach (var stored in LinkedAsync(await drifts.ResumeAsync(cancellationToken), cancellationToken))
        {
            if (reads >= settings.TicketsPerRun)
            {
                await drifts.EndAsync(stored.Link.Ref, cancellationToken);
                return reads;
            }

            if (await round.OpenAsync(stored.Link.Mapping, cancellationToken) is not { } open || busy.Contains(open.Route.Instance.Name))
            {
                continue;
            }

            reads++;
            var reading = await open.Tracker.ReadAsync(stored.Link.Ticket!, cancellationToken);
            switch (await sync.ApplyAsync(stored, open.Route, reading, cancellationToken))
            {
                case TicketCheck.NotAsked:
                    // A tracker that limits us or is away is left alone until the next run.
                    busy.Add(open.Route.Instance.Name);
                    break;
                case TicketCheck.Behind behind:
                    await drifts.NoteAsync(stored.Link, behind, cancellationToken);
                    break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(settings.PauseMilliseconds), clock, cancellationToken);
        }

        await drifts.EndAsync(null, cancellationToken);
        return reads;
    }

    private async IAsyncEnumerable<StoredLink> LinkedAsync(LinkRef? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var asset in assets.ListAsync(null, cancellationToken))
        {
            var order = from is null ? 1 : string.CompareOrdinal(asset.Slug, from.Asset);
            for (var shard = order == 0 ? FindingBook.ShardOf(from!.FindingKey) : 0; order >= 0 && shard < FindingBook.Shards; shard++)
            {
                await foreach (var link in links.ListAsync(asset.Slug, shard, null, cancellationToken))
                {
                    var isBefore = order == 0 && shard == FindingBook.ShardOf(from!.FindingKey)
                        && string.CompareOrdinal(link.Link.Ref.Key, from.Key) < 0;
                    if (!isBefore && link.Link is { State: LinkState.Linked, Ticket: not null })
                    {
                        yield return link;
                    }
                }
            }
        }
    }
}

/// <summary>How tickets that had no news are looked at.</summary>
public sealed record ReconcileSettings
{
    /// <summary>Tickets looked at in one run. Default 1,000: with the pause some four minutes, below the host's limit of ten.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 10_000)]
    public int TicketsPerRun { get; init; } = 1_000;

    /// <summary>Pause between two looks, in milliseconds. Default 200.</summary>
    [System.ComponentModel.DataAnnotations.Range(0, 10_000)]
    public int PauseMilliseconds { get; init; } = 200;
}
