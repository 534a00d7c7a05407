namespace Patchbay.Storage;

/// <summary>
/// Rows in partitions: the least that Azure Tables and SQLite both do well. Safe to call from many threads.
/// </summary>
/// <remarks>
/// Assume no more than this: no joins, no transaction across partitions, no order but that of the keys (ordinal).
/// Both stores enforce <see cref="StoreLimits"/>, so what passes on one passes on the other.
/// </remarks>
public interface IStore
{
    /// <summary>Reads one row; null when there is none, as for any text that <see cref="StoreLimits"/> lets be no key.</summary>
    Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken);

    /// <summary>Reads the rows whose keys begin with <paramref name="keyPrefix"/>, in ordinal order of their keys.</summary>
    /// <remarks>Not a snapshot: rows written meanwhile may or may not be seen.</remarks>
    /// <param name="after">Only rows whose keys come after this one; null for all. It need not exist, nor be a key.</param>
    IAsyncEnumerable<Row> ListAsync(string partition, string keyPrefix, string? after, CancellationToken cancellationToken);

    /// <summary>Writes every change or none, durably: what returned true survives a kill or a power cut.</summary>
    /// <param name="changes">1 to 100, each for a different key: Table Storage's limit for one transaction.</param>
    /// <returns>False when a row is not as the caller last saw it; read again and decide again.</returns>
    /// <exception cref="ArgumentException">A limit of <see cref="StoreLimits"/> is broken.</exception>
    Task<bool> CommitAsync(string partition, IReadOnlyList<Change> changes, CancellationToken cancellationToken);
}
