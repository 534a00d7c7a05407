using System.Runtime.CompilerServices;
using System.Text.Json;
using Patchbay.Storage;

namespace Patchbay.Audit;

/// <summary>Who changed what. Rows are only ever added, each in the commit that makes the change, so neither can be without the other.</summary>
/// <remarks>Key <c>audit:{subject}:{newest first}:{unique}</c>, in the partition of what was changed.</remarks>
public sealed class Audit(IStore store)
{
    /// <summary>What the row keys begin with; no other row of a partition may begin so.</summary>
    public const string KeyPrefix = "audit:";

    /// <summary>The row to be committed with the change.</summary>
    /// <param name="entry">Its subject is fit for a row key and has no colon.</param>
    /// <param name="before">The values that change, as they were; null when there were none.</param>
    /// <param name="after">The same values as they become; null when the subject goes.</param>
    public static Change Row(AuditEntry entry, object? before, object? after)
    {
        var whole = entry with { Before = Element(before), After = Element(after) };
        return new Change.Add($"{PrefixOf(entry.Subject)}{RowKey.NewestFirst(entry.At)}:{Guid.NewGuid():n}", StoredJson.Write(whole));
    }

    /// <summary>Lists the changes of one subject, newest first.</summary>
    public async IAsyncEnumerable<AuditEntry> ListAsync(
        string partition, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.ListAsync(partition, PrefixOf(subject), null, cancellationToken))
        {
            yield return StoredJson.Read<AuditEntry>(row.Body);
        }
    }

    private static string PrefixOf(string subject) => $"{KeyPrefix}{subject}:";

    private static JsonElement? Element(object? value) =>
        value is null ? null : JsonSerializer.SerializeToElement(value, value.GetType(), StoredJson.Options);
}
