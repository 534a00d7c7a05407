using Patchbay.Storage;

namespace Patchbay.Tests.Flows;

/// <summary>A store under a process that is killed at one of its commits: just before it, or just after it, unheard of.</summary>
public sealed class KilledStore(IStore inner) : IStore
{
    private int commitsLeft;
    private bool isAfterwards;

    public void Kill(int atCommit, bool afterwards = false) => (commitsLeft, isAfterwards) = (atCommit, afterwards);

    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken) =>
        inner.FindAsync(partition, key, cancellationToken);

    public IAsyncEnumerable<Row> ListAsync(string partition, string keyPrefix, string? after, CancellationToken cancellationToken) =>
        inner.ListAsync(partition, keyPrefix, after, cancellationToken);

    public async Task<bool> CommitAsync(string partition, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        var dies = commitsLeft > 0 && --commitsLeft == 0;
        if (dies && !isAfterwards)
        {
            throw new IOException("Killed here.");
        }

        var isDone = await inner.CommitAsync(partition, changes, cancellationToken);
        return dies ? throw new IOException("Killed here.") : isDone;
    }
}
