using System.Runtime.CompilerServices;
using Patchbay.Findings;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>The links, each beside its finding, and the index that leads from a ticket back to its link.</summary>
public sealed class LinkMap(IStore store)
{
    /// <summary>Reads one link; null when there is none.</summary>
    public async Task<StoredLink?> FindAsync(LinkRef link, CancellationToken cancellationToken) =>
        await store.FindAsync(link.Partition, link.Key, cancellationToken) is { } row ? StoredLink.Of(row) : null;

    /// <summary>Reads a finding's link or, if it shares a ticket, that of its group; null when there is none.</summary>
    public async Task<StoredLink?> FindSharedAsync(LinkRef link, CancellationToken cancellationToken) =>
        await FindAsync(link, cancellationToken) is { } own
            ? own.Link is { State: LinkState.Grouped, Membership: { } membership }
                ? await FindAsync(link with { FindingKey = membership.GroupKey }, cancellationToken)
                : own
            : null;

    /// <summary>Reads the links of one shard of an asset, in order of their finding keys.</summary>
    /// <param name="after">Only links whose row keys come after this one; null for all.</param>
    public async IAsyncEnumerable<StoredLink> ListAsync(
        string asset, int shard, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = FindingBook.PartitionOf(asset, shard);
        await foreach (var row in store.ListAsync(partition, LinkRef.KeyPrefix, after, cancellationToken))
        {
            yield return StoredLink.Of(row);
        }
    }

    /// <summary>Reads the links of one finding, or of a group, in order of their mappings.</summary>
    public IAsyncEnumerable<StoredLink> ListOfAsync(string asset, string findingKey, CancellationToken cancellationToken) =>
        store.ListAsync(FindingBook.PartitionOf(asset, findingKey), $"{LinkRef.KeyPrefix}{findingKey}:", null, cancellationToken)
            .Select(StoredLink.Of);

    /// <summary>Writes another state of a link.</summary>
    /// <returns>What is stored now; null when somebody else wrote in between.</returns>
    public Task<StoredLink?> BecomeAsync(StoredLink was, Link next, CancellationToken cancellationToken) =>
        BecomeAsync(was, next, [], cancellationToken);

    /// <summary>Writes another state of a link, and with it rows of the same partition.</summary>
    /// <returns>What is stored now; null when somebody else wrote in between, and then nothing is written.</returns>
    public async Task<StoredLink?> BecomeAsync(
        StoredLink was, Link next, IReadOnlyList<Change> along, CancellationToken cancellationToken)
    {
        var name = next.Ref;
        return await store.CommitAsync(name.Partition, [was.Become(next), .. along], cancellationToken)
            ? await FindAsync(name, cancellationToken)
            : null;
    }

    /// <summary>Forgets a link that never got a ticket.</summary>
    /// <returns>False when somebody else wrote in between.</returns>
    public Task<bool> RemoveAsync(StoredLink was, CancellationToken cancellationToken) =>
        store.CommitAsync(was.Link.Ref.Partition, [new Change.Remove(was.Link.Ref.Key, was.Version)], cancellationToken);

    /// <summary>Notes which link a ticket belongs to. Written before the link says so, hence never missing when needed.</summary>
    public Task IndexAsync(string instance, string ticketKey, LinkRef link, CancellationToken cancellationToken) =>
        store.CommitAsync(
            $"tickets:{instance}", [new Change.Put(RowKey.Escape(ticketKey), StoredJson.Write(link))], cancellationToken);

    /// <summary>Takes a ticket's note away, unless it names another link by now.</summary>
    public async Task ForgetTicketAsync(string instance, string ticketKey, LinkRef link, CancellationToken cancellationToken)
    {
        var partition = $"tickets:{instance}";
        if (await store.FindAsync(partition, RowKey.Escape(ticketKey), cancellationToken) is { } row
            && StoredJson.Read<LinkRef>(row.Body) == link)
        {
            await store.CommitAsync(partition, [new Change.Remove(row.Key, row.Version)], cancellationToken);
        }
    }

    /// <summary>The tickets of an instance with their links, in the order of their rows.</summary>
    /// <param name="after">Only rows that come after this one; null for all.</param>
    public async IAsyncEnumerable<IndexedTicket> ListTicketsAsync(
        string instance, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync($"tickets:{instance}", string.Empty, after, cancellationToken))
        {
            yield return new IndexedTicket(row.Key, StoredJson.Read<LinkRef>(row.Body));
        }
    }

    /// <summary>Finds the link of a ticket; null when the ticket is not ours.</summary>
    public async Task<LinkRef?> FindByTicketAsync(string instance, string ticketKey, CancellationToken cancellationToken) =>
        await store.FindAsync($"tickets:{instance}", RowKey.Escape(ticketKey), cancellationToken) is { } row
            ? StoredJson.Read<LinkRef>(row.Body)
            : null;
}

/// <summary>A link's row: what it says, and the version that a change must name.</summary>
public sealed record StoredLink(Link Link, string Version)
{
    /// <summary>Reads a row.</summary>
    public static StoredLink Of(Row row) => new(StoredJson.Read<Link>(row.Body), row.Version);

    /// <summary>The change that writes another state of it.</summary>
    public Change Become(Link next) => new Change.Replace(next.Ref.Key, Version, StoredJson.Write(next));
}

/// <summary>A row that leads from a ticket to its link.</summary>
/// <param name="Row">The row's key.</param>
public sealed record IndexedTicket(string Row, LinkRef Link);
