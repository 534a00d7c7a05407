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
    private const string Partition = "integrations";
    private const string BookKey = "book";
    private const string InstancePrefix = "instance:";
    private const string MappingPrefix = "mapping:";
    private const string AssignmentPrefix = "assignment:";

    /// <summary>Key of an item's row.</summary>
    public static string KeyOf<T>(string name) =>
        (typeof(T) == typeof(Instance) ? InstancePrefix : typeof(T) == typeof(Mapping) ? MappingPrefix : AssignmentPrefix) + name;

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

    /// <summary>Reads all.</summary>
    public async Task<IntegrationSet> LoadAsync(CancellationToken cancellationToken)
    {
        var instances = new List<StoredItem<Instance>>();
        var mappings = new List<StoredItem<Mapping>>();
        var assignments = new List<StoredItem<Assignment>>();
        await foreach (var row in store.ListAsync(Partition, "", null, cancellationToken))
        {
            switch (row.Key[..(row.Key.IndexOf(':', StringComparison.Ordinal) + 1)])
            {
                case InstancePrefix:
                    instances.Add(Read<Instance>(row));
                    break;
                case MappingPrefix:
                    mappings.Add(Read<Mapping>(row));
                    break;
                case AssignmentPrefix:
                    assignments.Add(Read<Assignment>(row));
                    break;
            }
        }

        return new IntegrationSet(instances, mappings, assignments);
    }

    private static StoredItem<T> Read<T>(Row row) => new(StoredJson.Read<T>(row.Body), VersionOf(row.Body.Span), row.Version);
}
