using System.Globalization;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Links;

namespace Patchbay.Api;

/// <summary>Goes over links asset by asset and shard by shard, from where the last page ended.</summary>
internal sealed class LinkWalk(AssetBook assets, LinkMap links, LinkFilter filter)
{
    /// <summary>Takes one page.</summary>
    /// <param name="asset">Slug of the only asset; null for all.</param>
    public async Task<(IReadOnlyList<Link> Links, LinkCursor? Next)> TakeAsync(
        string? asset, LinkCursor start, int limit, CancellationToken cancellationToken)
    {
        var found = new List<Link>();
        await foreach (var slug in AssetsAsync(asset, start, cancellationToken))
        {
            var from = slug == start.Asset || (asset is not null && start.Asset is null) ? start : new LinkCursor(slug, 0, null);
            for (var shard = from.Shard; shard < FindingBook.Shards; shard++)
            {
                await foreach (var link in links.ListAsync(slug, shard, shard == from.Shard ? from.After : null, cancellationToken))
                {
                    if (found.Count == limit)
                    {
                        return (found, new LinkCursor(slug, shard, Before(found[^1], slug, shard)));
                    }

                    if (filter.Takes(link.Link))
                    {
                        found.Add(link.Link);
                    }
                }
            }
        }

        return (found, null);
    }

    private async IAsyncEnumerable<string> AssetsAsync(
        string? asset, LinkCursor start, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (asset is not null)
        {
            yield return asset;
            yield break;
        }

        await foreach (var one in assets.ListAsync(null, cancellationToken))
        {
            if (start.Asset is null || string.CompareOrdinal(one.Slug, start.Asset) >= 0)
            {
                yield return one.Slug;
            }
        }
    }

    // The next page goes on after the last link shown; when that is of an earlier shard, at the beginning of this one.
    private static string? Before(Link last, string slug, int shard) =>
        last.Asset == slug && FindingBook.ShardOf(last.FindingKey) == shard ? last.Ref.Key : null;
}

/// <summary>Which links a list is to show.</summary>
/// <param name="State">Only those in this state; null for all but findings that share the ticket of a group.</param>
internal sealed record LinkFilter(LinkState? State, string? Mapping)
{
    /// <summary>The words for states.</summary>
    public static string States { get; } = string.Join(", ", Enum.GetNames<LinkState>().Select(n => n.ToLowerInvariant()));

    /// <summary>Reads the query; null when the state is none.</summary>
    public static LinkFilter? Read(string? state, string? mapping) =>
        string.IsNullOrEmpty(state) ? new LinkFilter(null, mapping)
        : char.IsAsciiLetter(state[0]) && Enum.TryParse<LinkState>(state, ignoreCase: true, out var known)
            ? new LinkFilter(known, mapping)
            : null;

    /// <summary>Whether the link is to be shown.</summary>
    public bool Takes(Link link) => (State is null ? link.State != LinkState.Grouped : link.State == State) && (Mapping is null || link.Mapping == Mapping);
}

/// <summary>Where a list goes on: asset, shard, and the row key of the last link seen there.</summary>
internal sealed record LinkCursor(string? Asset, int Shard, string? After)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static LinkCursor? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new LinkCursor(null, 0, null);
        }

        var parts = text.Split('~');
        return parts.Length == 3 && AssetSlug.IsValid(parts[0])
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var shard) && shard < FindingBook.Shards
                ? new LinkCursor(parts[0], shard, parts[2].Length > 0 ? parts[2] : null)
                : null;
    }

    /// <summary>Writes the cursor for a URL.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Asset}~{Shard}~{After}");
}
