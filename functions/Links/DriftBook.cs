using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>What looking at linked tickets brought to light, until another look finds it settled; and where the next run goes on.</summary>
/// <remarks>Partition <c>drift</c>: a row per link, and the row <c>resume</c> in partition <c>reconcile</c>.</remarks>
public sealed class DriftBook(IStore store, TimeProvider clock)
{
    private const string Partition = "drift";
    private const string RunPartition = "reconcile";
    private const string ResumeKey = "resume";

    /// <summary>Notes what a look said, or that there is nothing more to say.</summary>
    public async Task NoteAsync(Link link, TicketCheck check, CancellationToken cancellationToken)
    {
        var key = link.Ref.ToString();
        if (Tell(link, check) is { } drift)
        {
            await store.CommitAsync(Partition, [new Change.Put(key, StoredJson.Write(drift))], cancellationToken);
        }
        else if (check is not (TicketCheck.NotAsked or TicketCheck.BeingWritten or TicketCheck.Overtaken) && await store.FindAsync(Partition, key, cancellationToken) is { } old)
        {
            await store.CommitAsync(Partition, [new Change.Remove(key, old.Version)], cancellationToken);
        }
    }

    /// <summary>All that is not settled, in the order of asset and finding.</summary>
    /// <param name="after">Only what comes after this link; null for all.</param>
    public async IAsyncEnumerable<Drift> ListAsync(LinkRef? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync(Partition, string.Empty, after?.ToString(), cancellationToken))
        {
            yield return StoredJson.Read<Drift>(row.Body);
        }
    }

    /// <summary>Where the next run begins; null for at the first link.</summary>
    public async Task<LinkRef?> ResumeAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(RunPartition, ResumeKey, cancellationToken) is { } row ? StoredJson.Read<ResumePoint>(row.Body).At : null;

    /// <summary>Keeps where the next run begins.</summary>
    /// <param name="next">Null when every link was looked at.</param>
    public Task EndAsync(LinkRef? next, CancellationToken cancellationToken) =>
        store.CommitAsync(RunPartition, [new Change.Put(ResumeKey, StoredJson.Write(new ResumePoint(next)))], cancellationToken);

    private Drift? Tell(Link link, TicketCheck check) => check switch
    {
        TicketCheck.Moved moved => Make(link, "moved", $"The ticket is {moved.To.Key} now; the link followed."),
        TicketCheck.Deleted deleted => Make(link, "deleted", deleted.Reason),
        TicketCheck.Behind => Make(link, "behind", "Our last change had not arrived; it is pushed again."),
        TicketCheck.Differing differing => Make(link, "wrong-state", differing.Reason),
        TicketCheck.Hidden hidden => Make(link, "hidden", hidden.Reason),
        _ => null,
    };

    private Drift Make(Link link, string kind, string reason) =>
        new(link.Asset, link.FindingKey, link.Mapping, link.Ticket?.Key, kind, reason, clock.GetUtcNow());

    private sealed record ResumePoint(LinkRef? At);
}

/// <summary>Something about a linked ticket that is not as it should be, or was not.</summary>
/// <param name="Ticket">The ticket's key when it was looked at.</param>
/// <param name="Kind"><c>moved</c>, <c>deleted</c>, <c>behind</c>, <c>wrong-state</c> or <c>hidden</c>.</param>
/// <param name="Reason">What a person should know.</param>
/// <param name="SeenAt">When the ticket was looked at.</param>
public sealed record Drift(string Asset, string FindingKey, string Mapping, string? Ticket, string Kind, string Reason, DateTimeOffset SeenAt);
