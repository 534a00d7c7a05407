using System.Runtime.CompilerServices;
using Patchbay.Findings;
using Patchbay.Storage;

namespace Patchbay.Links.Sync;

/// <summary>What people said in Patchbay and a link's ticket does not say yet.</summary>
/// <remarks>
/// Key <c>u:{finding key}:{mapping}:{oldest first}:{id}</c> in the finding's partition: committed with the comment, taken away once the
/// tracker has it.
/// </remarks>
public sealed class UnsentComments(IStore store)
{
    private const string KeyPrefix = "u:";

    /// <summary>The row to be committed with the comment.</summary>
    public static Change Row(LinkRef link, FindingComment comment) =>
        new Change.Add($"{PrefixOf(link)}{RowKey.OldestFirst(comment.At)}:{comment.Id}", StoredJson.Write(comment));

    /// <summary>Lists what is to be sent, oldest first.</summary>
    public async IAsyncEnumerable<UnsentComment> ListAsync(LinkRef link, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync(link.Partition, PrefixOf(link), null, cancellationToken))
        {
            yield return new UnsentComment(StoredJson.Read<FindingComment>(row.Body), new Change.Remove(row.Key, row.Version));
        }
    }

    /// <summary>Notes that the tracker has it.</summary>
    public Task SentAsync(LinkRef link, UnsentComment comment, CancellationToken cancellationToken) =>
        store.CommitAsync(link.Partition, [comment.Sent], cancellationToken);

    private static string PrefixOf(LinkRef link) => $"{KeyPrefix}{link.FindingKey}:{link.Mapping}:";
}

/// <summary>A comment to be sent.</summary>
/// <param name="Sent">Takes its row away.</param>
public sealed record UnsentComment(FindingComment Comment, Change Sent);
