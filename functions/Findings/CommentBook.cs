using System.Runtime.CompilerServices;
using Patchbay.Storage;

namespace Patchbay.Findings;

/// <summary>What is said about findings, each comment beside its finding, in the order in which it came to be known here.</summary>
/// <remarks>Key <c>c:{finding key}:{oldest first}:{id}</c> in the finding's partition.</remarks>
public sealed class CommentBook(IStore store)
{
    private const string KeyPrefix = "c:";

    /// <summary>The row to be committed with what else follows from the comment.</summary>
    /// <param name="knownAt">By our clock, whoever said it: trackers' clocks cannot be compared.</param>
    public static Change Row(string findingKey, FindingComment comment, DateTimeOffset knownAt) =>
        new Change.Add($"{PrefixOf(findingKey)}{RowKey.OldestFirst(knownAt)}:{comment.Id}", StoredJson.Write(comment));

    /// <summary>Lists what is said about a finding, oldest first.</summary>
    /// <param name="after">Only what comes after this <see cref="StoredComment.Place"/>; null for all.</param>
    public async IAsyncEnumerable<StoredComment> ListAsync(
        string asset, string findingKey, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = PrefixOf(findingKey);
        var rows = store.ListAsync(FindingBook.PartitionOf(asset, findingKey), prefix, after is null ? null : prefix + after, cancellationToken);
        await foreach (var row in rows)
        {
            yield return new StoredComment(row.Key[prefix.Length..], StoredJson.Read<FindingComment>(row.Body));
        }
    }

    private static string PrefixOf(string findingKey) => $"{KeyPrefix}{findingKey}:";
}

/// <summary>A comment and where it stands.</summary>
/// <param name="Place">Sorts among the comments of its finding.</param>
public sealed record StoredComment(string Place, FindingComment Comment);
