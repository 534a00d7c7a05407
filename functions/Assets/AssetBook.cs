using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Assets;

/// <summary>The assets. Partition <c>assets</c>, one row <c>a:{slug}</c> for each, and beside it who changed it.</summary>
public sealed class AssetBook(IStore store, TimeProvider clock)
{
    private const string Partition = "assets";
    private const string KeyPrefix = "a:";

    /// <summary>Reads one asset; null when there is none.</summary>
    public async Task<Asset?> FindAsync(string slug, CancellationToken cancellationToken) =>
        (await ReadAsync(slug, cancellationToken))?.Asset;

    /// <summary>Reads one asset with its version; null when there is none.</summary>
    public async Task<StoredAsset?> ReadAsync(string slug, CancellationToken cancellationToken) =>
        AssetSlug.IsValid(slug) && await store.FindAsync(Partition, KeyPrefix + slug, cancellationToken) is { } row
            ? StoredAsset.Of(row)
            : null;

    /// <summary>Reads the assets in order of their slugs.</summary>
    /// <param name="after">Only those whose slugs come after this one; null for all.</param>
    public async IAsyncEnumerable<Asset> ListAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync(Partition, KeyPrefix, after is null ? null : KeyPrefix + after, cancellationToken))
        {
            yield return StoredAsset.Of(row).Asset;
        }
    }

    /// <summary>Reads an asset, making it under its slug when it was never named before.</summary>
    /// <exception cref="ArgumentException">The text is no slug.</exception>
    public async Task<Asset> EnsureAsync(string slug, CancellationToken cancellationToken)
    {
        if (!AssetSlug.IsValid(slug))
        {
            throw new ArgumentException($"'{slug}' is not a slug: {AssetSlug.Rule}.", nameof(slug));
        }

        while (true)
        {
            if (await FindAsync(slug, cancellationToken) is { } known)
            {
                return known;
            }

            if (await PutAsync(new Asset(slug, slug), null, "patchbay", cancellationToken) is { } made)
            {
                return made.Asset;
            }
        }
    }

    /// <summary>Adds or replaces an asset; when it was first named stays.</summary>
    /// <param name="was">What the caller last saw; null for an asset that is new.</param>
    /// <param name="who">Who does it, for the audit.</param>
    /// <returns>What is stored now; null when somebody else wrote in between.</returns>
    public async Task<StoredAsset?> PutAsync(Asset asset, StoredAsset? was, string who, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = asset with { CreatedAt = was?.Asset.CreatedAt ?? now };
        var key = KeyPrefix + asset.Slug;
        var body = StoredJson.Write(next);
        Change change = was is null ? new Change.Add(key, body) : new Change.Replace(key, was.Version, body);
        var what = was is null ? "add asset" : "change asset";
        var audit = Audit.Audit.Row(new Audit.AuditEntry(asset.Slug, who, what, now), was?.Asset, next);
        return await store.CommitAsync(Partition, [change, audit], cancellationToken)
            ? await ReadAsync(asset.Slug, cancellationToken)
            : null;
    }

    /// <summary>Lists who changed an asset, newest first.</summary>
    public IAsyncEnumerable<Audit.AuditEntry> HistoryOf(string slug, CancellationToken cancellationToken) =>
        new Audit.Audit(store).ListAsync(Partition, slug, cancellationToken);
}

/// <summary>An asset's row: what it says, and the version that a change must name.</summary>
public sealed record StoredAsset(Asset Asset, string Version)
{
    /// <summary>Reads a row.</summary>
    public static StoredAsset Of(Row row) => new(StoredJson.Read<Asset>(row.Body), row.Version);
}
