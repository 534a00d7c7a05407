using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>The pushes that failed, per mapping, so that a person need not go over every link to find them.</summary>
/// <remarks>
/// Partition <c>errors:{mapping}</c>, a row per link. A row is written before its link says so and taken away when a push succeeds; one
/// that no longer holds is left out of lists and removed there.
/// </remarks>
public sealed class PushErrors(IStore store, LinkMap links)
{
    /// <summary>Notes that a link's push failed. Repeating it is harmless.</summary>
    public Task NoteAsync(LinkRef link, CancellationToken cancellationToken) =>
        store.CommitAsync(PartitionOf(link.Mapping), [new Change.Put(link.ToString(), StoredJson.Write(link))], cancellationToken);

    /// <summary>Takes a link's error away, if there is one.</summary>
    public async Task ClearAsync(LinkRef link, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(PartitionOf(link.Mapping), link.ToString(), cancellationToken) is { } row)
        {
            await store.CommitAsync(PartitionOf(link.Mapping), [new Change.Remove(row.Key, row.Version)], cancellationToken);
        }
    }

    /// <summary>The links of a mapping whose last push failed, in the order of asset and finding.</summary>
    /// <param name="after">Only links that come after this one; null for all.</param>
    public async IAsyncEnumerable<Link> ListAsync(
        string mapping, LinkRef? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync(PartitionOf(mapping), string.Empty, after?.ToString(), cancellationToken))
        {
            var link = await links.FindAsync(StoredJson.Read<LinkRef>(row.Body), cancellationToken);
            if (link?.Link is { } failed && IsError(failed))
            {
                yield return failed;
            }
            else
            {
                await store.CommitAsync(PartitionOf(mapping), [new Change.Remove(row.Key, row.Version)], cancellationToken);
            }
        }
    }

    /// <summary>Tries again what waits for a person.</summary>
    /// <returns>How many pushes that are.</returns>
    public async Task<int> RetryAsync(string mapping, LinkActions actions, string who, CancellationToken cancellationToken)
    {
        var retried = 0;
        await foreach (var failed in ListAsync(mapping, null, cancellationToken))
        {
            if (await actions.RetryAsync(failed.Ref, who, cancellationToken) is not null)
            {
                retried++;
            }
        }

        return retried;
    }

    /// <summary>Whether a link's last push failed.</summary>
    public static bool IsError(Link link) => link.State is LinkState.Failed or LinkState.Lost || link.Attempts > 0;

    private static string PartitionOf(string mapping) => $"errors:{mapping}";
}
