using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Tests.Links.Histories;

/// <summary>A process's way to the store: before and after each call others may have a turn, or the process may die.</summary>
public sealed class SteppedStore(IStore store, Trouble trouble, int process) : IStore
{
    public async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        await trouble.StepAsync(process);
        return await store.FindAsync(partition, key, cancellationToken);
    }

    public async IAsyncEnumerable<Row> ListAsync(
        string partition, string keyPrefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await trouble.StepAsync(process);
        await foreach (var row in store.ListAsync(partition, keyPrefix, after, cancellationToken))
        {
            yield return row;
        }
    }

    public async Task<bool> CommitAsync(string partition, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        await trouble.StepAsync(process);
        var done = await store.CommitAsync(partition, changes, cancellationToken);
        await trouble.StepAsync(process);
        return done;
    }
}
