using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Patchbay.Outbox;
using Patchbay.Policies.Reading;
using Patchbay.Storage;

namespace Patchbay.Policies;

/// <summary>The policies in force, and every version before them. Safe to call from many threads and processes.</summary>
/// <remarks>
/// Partition <c>policies</c>, keys <c>current</c> and <c>v:</c>, which sort newest first. A new version commits with the message that has
/// every stored finding judged anew.
/// </remarks>
public sealed class PolicyBook(IStore store, Outbox.Outbox outbox, TimeProvider time)
{
    private const string Partition = "policies";
    private const string CurrentKey = "current";
    private const string VersionPrefix = "v:";

    // Evaluations ask once for each batch of findings. Within this time another process's change may not be seen.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private Cached? cached;

    /// <summary>The engine for the current policies, at most three seconds old.</summary>
    /// <remarks>
    /// Who writes verdicts asks <see cref="IsCurrentAsync"/> afterwards, and judges again when that says no: a change that came in
    /// between may already have judged everything that was there.
    /// </remarks>
    /// <param name="atLeast">A version that is known to be there; older ones are read again however fresh they are.</param>
    public async Task<PolicyEngine> EngineAsync(int atLeast, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        lock (gate)
        {
            if (cached is { } known && known.Engine.Document.Version >= atLeast && time.GetElapsedTime(known.ReadAt, asked) < Freshness)
            {
                return known.Engine;
            }
        }

        var current = await ReadAsync(cancellationToken);
        lock (gate)
        {
            var engine = cached?.Engine;
            if (engine is null || engine.Document.Version < current.Version)
            {
                engine = new PolicyEngine(current.Read());
            }

            cached = new Cached(engine, asked);
            return engine;
        }
    }

    /// <summary>Whether this is the version in force now, by the store and not by memory.</summary>
    public async Task<bool> IsCurrentAsync(int version, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Version == version;

    /// <summary>The paths of an asset whose findings are to be recorded as ignored, by policies at most three seconds old.</summary>
    /// <param name="asset">The asset's slug.</param>
    /// <param name="tags">The asset's tags.</param>
    public async Task<PathIgnores> IgnoredPathsAsync(string asset, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        (await EngineAsync(atLeast: 0, cancellationToken)).IgnoresFor(asset, tags);

    /// <summary>The version in force now.</summary>
    public async Task<PolicyVersion> ReadAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(Partition, CurrentKey, cancellationToken) is { } row
            ? StoredJson.Read<PolicyVersion>(row.Body)
            : PolicyVersion.Default;

    /// <summary>An earlier version or the current one; null when there was none of that number.</summary>
    public async Task<PolicyVersion?> FindAsync(int version, CancellationToken cancellationToken) =>
        await store.FindAsync(Partition, KeyOf(version), cancellationToken) is { } row ? StoredJson.Read<PolicyVersion>(row.Body)
            : version == PolicyVersion.Default.Version ? PolicyVersion.Default
            : null;

    /// <summary>All versions, newest first.</summary>
    /// <param name="before">Only those before this one; null for all.</param>
    public async IAsyncEnumerable<PolicyVersion> ListAsync(int? before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isEmpty = true;
        await foreach (var row in store.ListAsync(Partition, VersionPrefix, before is { } b ? KeyOf(b) : null, cancellationToken))
        {
            isEmpty = false;
            yield return StoredJson.Read<PolicyVersion>(row.Body);
        }

        if (isEmpty && before is null)
        {
            yield return PolicyVersion.Default;
        }
    }

    /// <summary>Puts other policies in force and has every stored finding judged by them.</summary>
    /// <param name="isStale">Whether the caller's condition forbids the change of this version.</param>
    public async Task<PolicyReplacement> ReplaceAsync(
        PolicyReading.Accepted proposed, Predicate<int> isStale, CancellationToken cancellationToken)
    {
        var document = StoredJson.Read<JsonElement>(proposed.Json);
        while (true)
        {
            var row = await store.FindAsync(Partition, CurrentKey, cancellationToken);
            var current = row is null ? PolicyVersion.Default : StoredJson.Read<PolicyVersion>(row.Body);
            if (isStale(current.Version))
            {
                return new PolicyReplacement.Stale(current.Version);
            }

            if (JsonElement.DeepEquals(current.Document, document))
            {
                return new PolicyReplacement.Unchanged(current);
            }

            // When somebody else was faster the condition is asked again, about what they wrote.
            var next = new PolicyVersion(current.Version + 1, time.GetUtcNow(), document);
            if (await CommitAsync(row, current, next, cancellationToken))
            {
                Remember(new PolicyDocument(next.Version, proposed.Policies));
                return new PolicyReplacement.Done(next);
            }
        }
    }

    private static string KeyOf(int version) => VersionPrefix + (int.MaxValue - version).ToString("D10", CultureInfo.InvariantCulture);

    private async Task<bool> CommitAsync(Row? row, PolicyVersion current, PolicyVersion next, CancellationToken cancellationToken)
    {
        var message = new OutboxMessage(
            Queues.Evaluations,
            new QueueMessage($"policies-{next.Version}", null, StoredJson.Write(new PoliciesChanged(next.Version))));
        var body = StoredJson.Write(next);
        var changes = new List<Change>
        {
            row is null ? new Change.Add(CurrentKey, body) : new Change.Replace(CurrentKey, row.Version, body),
            new Change.Put(KeyOf(next.Version), body),
            message.ToRow(),
        };
        if (row is null)
        {
            changes.Add(new Change.Put(KeyOf(current.Version), StoredJson.Write(current)));
        }

        await outbox.AnnounceAsync([Partition], cancellationToken);
        if (!await store.CommitAsync(Partition, changes, cancellationToken))
        {
            return false;
        }

        await outbox.SendAsync(Partition, [message], cancellationToken);
        return true;
    }

    // A reader who asked before the change may answer after it; EngineAsync never goes back to an older version.
    private void Remember(PolicyDocument document)
    {
        lock (gate)
        {
            cached = new Cached(new PolicyEngine(document), time.GetTimestamp());
        }
    }

    private sealed record Cached(PolicyEngine Engine, long ReadAt);

    private sealed record PoliciesChanged(int Policies);
}
