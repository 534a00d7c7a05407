using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Assets;

/// <summary>The assets. Partition <c>assets</c>, one row for each, by its slug.</summary>
public sealed class AssetBook(IStore store, TimeProvider clock)
{
    private const string Partition = "assets";

    /// <summary>Reads one asset; null when there is none.</summary>
    public async Task<Asset?> FindAsync(string slug, CancellationToken cancellationToken) =>
        (await ReadAsync(slug, cancellationToken))?.Asset;

    /// <summary>Reads one asset with its version; null when there is none.</summary>
    public async Task<StoredAsset?> ReadAsync(string slug, CancellationToken cancellationToken) =>
        AssetSlug.IsValid(slug) && await store.FindAsync(Partition, slug, cancellationToken) is { } row ? StoredAsset.Of(row) : null;

    /// <summary>Reads the assets in order of their slugs.</summary>
    /// <param name="after">Only those whose slugs come after this one; null for all.</param>
    public async IAsyncEnumerable<Asset> ListAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync(Partition, string.Empty, after, cancellationToken))
        {
            yield return StoredAsset.Of(row).Asset;
        }
    }

    /// <summary>Reads an asset, making it under its slug when it was never named before.</summary>
    public async Task<Asset> EnsureAsync(string slug, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindAsync(slug, cancellationToken) is { } known)
            {
                return known;
            }

            var fresh = new Asset(slug, slug) { CreatedAt = clock.GetUtcNow() };
            if (await store.CommitAsync(Partition, [new Change.Add(slug, StoredJson.Write(fresh))], cancellationToken))
            {
                return fresh;
            }
        }
    }

    /// <summary>Adds or replaces an asset; when it was first named stays.</summary>
    /// <param name="was">What the caller last saw; null for an asset that is new.</param>
    /// <returns>What is stored now; null when somebody else wrote in between.</returns>
    public async Task<StoredAsset?> PutAsync(Asset asset, StoredAsset? was, CancellationToken cancellationToken)
    {
        var next = asset with { CreatedAt = was?.Asset.CreatedAt ?? clock.GetUtcNow() };
        var body = StoredJson.Write(next);
        Change change = was is null ? new Change.Add(asset.Slug, body) : new Change.Replace(asset.Slug, was.Version, body);
        return await store.CommitAsync(Partition, [change], cancellationToken)
            ? await ReadAsync(asset.Slug, cancellationToken)
            : null;
    }
}

/// <summary>An asset's row: what it says, and the version that a change must name.</summary>
public sealed record StoredAsset(Asset Asset, string Version)
{
    /// <summary>Reads a row.</summary>
    public static StoredAsset Of(Row row) => new(StoredJson.Read<Asset>(row.Body), row.Version);
}
