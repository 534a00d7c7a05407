namespace Patchbay.Storage;

/// <summary>One row's part in a commit.</summary>
public abstract record Change(string Key)
{
    /// <summary>Adds a row; the commit fails when the key exists.</summary>
    public sealed record Add(string Key, ReadOnlyMemory<byte> Body) : Change(Key);

    /// <summary>Replaces the row that has this version; the commit fails when it has another or is gone.</summary>
    public sealed record Replace(string Key, string Version, ReadOnlyMemory<byte> Body) : Change(Key);

    /// <summary>Writes the row whatever was there: only for rows whose content follows from their key.</summary>
    public sealed record Put(string Key, ReadOnlyMemory<byte> Body) : Change(Key);

    /// <summary>Removes the row that has this version; the commit fails when it has another or is gone.</summary>
    public sealed record Remove(string Key, string Version) : Change(Key);
}
