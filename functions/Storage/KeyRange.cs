namespace Patchbay.Storage;

/// <summary>The stretch of keys that a listing reads, as one lower and one upper bound.</summary>
/// <param name="From">The lower bound.</param>
/// <param name="IncludesFrom">Whether a row at the lower bound belongs to the listing.</param>
/// <param name="Before">The first text beyond the listing; null when there is no such text.</param>
public readonly record struct KeyRange(string From, bool IncludesFrom, string? Before)
{
    /// <summary>The keys that begin with the prefix and come after the given one.</summary>
    public static KeyRange Of(string prefix, string? after)
    {
        var resumes = after is not null && string.CompareOrdinal(after, prefix) >= 0;
        return new KeyRange(resumes ? after! : prefix, !resumes, FirstBeyond(prefix));
    }

    private static string? FirstBeyond(string prefix)
    {
        var kept = prefix.TrimEnd('\uffff');
        if (kept.Length == 0)
        {
            return null;
        }

        // No key holds half a surrogate pair, and UTF-8 cannot write one: the next character after U+D7FF is U+E000.
        var next = (char)(kept[^1] + 1);
        return kept[..^1] + (char.IsSurrogate(next) ? '\ue000' : next);
    }
}
