namespace Patchbay.Storage;

/// <summary>What a commit may hold: Table Storage's limits, enforced by every store.</summary>
public static class StoreLimits
{
    /// <summary>Most changes in one commit.</summary>
    public const int Changes = 100;

    /// <summary>Longest partition or key, in characters: 1 KiB of UTF-16.</summary>
    public const int KeyCharacters = 512;

    /// <summary>Largest body, in bytes: as base64, with the longest keys beside it, just under 1 MiB.</summary>
    /// <remarks>The service counts the bytes themselves, so it would take more; the emulator counts the request's.</remarks>
    public const int BodyBytes = 768_000;

    /// <summary>Most body bytes in one commit: a batch request is at most 4 MiB, and base64 makes three bytes four.</summary>
    public const int CommitBytes = 2_800_000;

    /// <summary>Throws unless the changes may be committed together.</summary>
    /// <exception cref="ArgumentException">The first limit that is broken.</exception>
    public static void Check(string partition, IReadOnlyList<Change> changes)
    {
        if (changes.Count is 0 or > Changes)
        {
            throw new ArgumentException($"A commit holds 1 to {Changes} changes, not {changes.Count}.", nameof(changes));
        }

        CheckKey(partition);
        var keys = new HashSet<string>(changes.Count, StringComparer.Ordinal);
        long bytes = 0;
        foreach (var change in changes)
        {
            CheckKey(change.Key);
            if (!keys.Add(change.Key))
            {
                throw new ArgumentException($"Two changes for the key {change.Key} in one commit.", nameof(changes));
            }

            var length = BodyOf(change).Length;
            if (length > BodyBytes)
            {
                throw new ArgumentException($"The body of {change.Key} has {length} bytes; {BodyBytes} is the most.", nameof(changes));
            }

            bytes += length;
        }

        if (bytes > CommitBytes)
        {
            throw new ArgumentException($"The commit's bodies have {bytes} bytes; {CommitBytes} is the most.", nameof(changes));
        }
    }

    /// <summary>Throws unless the text may be a partition or a key.</summary>
    /// <exception cref="ArgumentException">Too long, or holds a character that Table Storage forbids.</exception>
    public static void CheckKey(string key)
    {
        if (key.Length > KeyCharacters)
        {
            throw new ArgumentException($"The key has {key.Length} characters; {KeyCharacters} is the most.", nameof(key));
        }

        if (Permitted(key).Length < key.Length)
        {
            throw new ArgumentException($"The key {key} holds a character that Table Storage forbids; use RowKey.Escape.", nameof(key));
        }
    }

    /// <summary>The text's beginning up to the first character that no key may hold, or the longest that a key may be.</summary>
    public static string Permitted(string text)
    {
        var length = 0;
        while (length < Math.Min(text.Length, KeyCharacters) && MayHold(text[length]))
        {
            length++;
        }

        return text[..length];
    }

    /// <summary>The body a change writes; empty for a removal.</summary>
    public static ReadOnlyMemory<byte> BodyOf(Change change) => change switch
    {
        Change.Add add => add.Body,
        Change.Replace replace => replace.Body,
        Change.Put put => put.Body,
        _ => ReadOnlyMemory<byte>.Empty,
    };

    // '%' is legal on paper but has caused trouble with the service's own URL decoding.
    private static bool MayHold(char c) =>
        c is not ('/' or '\\' or '#' or '?' or '%') && !char.IsControl(c) && !char.IsSurrogate(c);
}
