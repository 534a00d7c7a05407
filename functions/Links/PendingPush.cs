using System.Globalization;
using Patchbay.Findings;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>A lane's note that a link is not yet as wished. It says only which link: the wish is read when the push is made.</summary>
public sealed record PendingPush(LinkRef Link, Severity Severity, DateTimeOffset WantedAt)
{
    /// <summary>No push before this; null for at once. A wish noted anew is ready at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>What the row keys begin with.</summary>
    public const string KeyPrefix = "p:";

    /// <summary>Sorts by severity, then age, then link; the same wish always has the same key, so noting it twice is harmless.</summary>
    public string Key =>
        $"{KeyPrefix}{(Severity.Critical - Severity).ToString(CultureInfo.InvariantCulture)}:{RowKey.OldestFirst(WantedAt)}:{Link}";
}
