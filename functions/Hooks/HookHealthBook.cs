using System.Collections.Concurrent;
using Patchbay.Links.Sync;
using Patchbay.Storage;

namespace Patchbay.Hooks;

/// <summary>Keeps the health of each instance's webhook. Calls that come in while a row is written are written together by the next one.</summary>
/// <remarks>The row <c>hook-health</c> in the partition <see cref="SyncDesk.PartitionOf"/>.</remarks>
public sealed class HookHealthBook(IStore store)
{
    private const string Key = "hook-health";
    private const int MostTries = 50;

    private readonly ConcurrentDictionary<string, Ledger> ledgers = new(StringComparer.Ordinal);

    /// <summary>Reads an instance's health; a fresh one when nobody has called yet.</summary>
    public async Task<HookHealth> ReadAsync(string instance, CancellationToken cancellationToken) =>
        await store.FindAsync(SyncDesk.PartitionOf(instance), Key, cancellationToken) is { } row
            ? StoredJson.Read<HookHealth>(row.Body)
            : new HookHealth();

    /// <summary>Notes one event; it is stored when this returns.</summary>
    public async Task NoteAsync(string instance, Func<HookHealth, HookHealth> change, CancellationToken cancellationToken)
    {
        var ledger = ledgers.GetOrAdd(instance, _ => new Ledger());
        var page = ledger.Add(change);
        await ledger.Turn.WaitAsync(cancellationToken);
        try
        {
            // Whoever has the first turn writes for all on the page.
            if (!page.IsWritten)
            {
                ledger.Close(page);
                await WriteAsync(instance, page.Changes, cancellationToken);
                page.IsWritten = true;
            }
        }
        finally
        {
            ledger.Turn.Release();
        }
    }

    private async Task WriteAsync(string instance, List<Func<HookHealth, HookHealth>> changes, CancellationToken cancellationToken)
    {
        var partition = SyncDesk.PartitionOf(instance);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var row = await store.FindAsync(partition, Key, cancellationToken);
            var was = row is null ? new HookHealth() : StoredJson.Read<HookHealth>(row.Body);
            var body = StoredJson.Write(changes.Aggregate(was, (health, change) => change(health)));
            if (await store.CommitAsync(
                partition, [row is null ? new Change.Add(Key, body) : new Change.Replace(Key, row.Version, body)], cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"Too many others write the health of {instance}'s webhook at the same time.");
    }

    private sealed class Ledger
    {
        private readonly Lock gate = new();
        private Page open = new();

        public SemaphoreSlim Turn { get; } = new(1);

        public Page Add(Func<HookHealth, HookHealth> change)
        {
            lock (gate)
            {
                open.Changes.Add(change);
                return open;
            }
        }

        public void Close(Page page)
        {
            lock (gate)
            {
                open = ReferenceEquals(open, page) ? new Page() : open;
            }
        }
    }

    private sealed class Page
    {
        public List<Func<HookHealth, HookHealth>> Changes { get; } = [];

        public bool IsWritten { get; set; }
    }
}
