using System.Security.Cryptography;
using Patchbay.Storage;

namespace Patchbay.Integrations;

/// <summary>The rows of instances, mappings and assignments.</summary>
/// <remarks>
/// One partition holds them all, and every change also replaces the row <c>book</c>: so a change is judged against what is stored
/// at the moment it is written, and a mapping cannot be added to an instance that is just being removed.
/// </remarks>
internal sealed class IntegrationRows(IStore store, TimeProvider clock)
{
    /// <summary>The partition of all rows.</summary>
    public const string Partition = "integrations";

    private const string BookKey = "book";

    /// <summary>Key of an item's row.</summary>
    public static string KeyOf<T>(string name) =>
        (typeof(T) == typeof(Instance) ? "instance:" : typeof(T) == typeof(Mapping) ? "mapping:" : "assignment:") + name;

    /// <summary>The version that an item's content will have.</summary>
    public static string VersionOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16));

    /// <summary>Changes with every change to any row; null before the first.</summary>
    public async Task<string?> BookVersionAsync(CancellationToken cancellationToken) =>
        (await store.FindAsync(Partition, BookKey, cancellationToken))?.Version;

    /// <summary>Commits, provided that nothing changed since <paramref name="bookVersion"/> was read.</summary>
    public Task<bool> CommitAsync(string? bookVersion, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        var body = StoredJson.Write(new { ChangedAt = clock.GetUtcNow() });
        Change turn = bookVersion is null ? new Change.Add(BookKey, body) : new Change.Replace(BookKey, bookVersion, body);
        return store.CommitAsync(Partition, [turn, .. changes], cancellationToken);
    }

    /// <summary>Reads all items.</summary>
    public async Task<IntegrationSet> LoadAsync(CancellationToken cancellationToken) => new(
        await ListAsync<Instance>(cancellationToken),
        await ListAsync<Mapping>(cancellationToken),
        await ListAsync<Assignment>(cancellationToken));

    /// <summary>Makes a change, decided anew, on what is then stored, as often as somebody else was faster.</summary>
    /// <param name="decide">Returns how it ends and what to write for that; nothing is committed when the list is empty.</param>
    public async Task<BookChange> ChangeAsync(
        Func<IntegrationSet, (BookChange End, IReadOnlyList<Change> Changes)> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = await BookVersionAsync(cancellationToken);
            var (end, changes) = decide(await LoadAsync(cancellationToken));
            if (changes.Count == 0 || await CommitAsync(version, changes, cancellationToken))
            {
                return end;
            }
        }
    }

    private async Task<List<StoredItem<T>>> ListAsync<T>(CancellationToken cancellationToken)
    {
        var items = new List<StoredItem<T>>();
        await foreach (var row in store.ListAsync(Partition, KeyOf<T>(""), null, cancellationToken))
        {
            items.Add(new(StoredJson.Read<T>(row.Body), VersionOf(row.Body.Span), row.Version));
        }

        return items;
    }
}
