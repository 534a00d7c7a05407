using System.Runtime.InteropServices;

namespace Patchbay.Findings.Recording;

/// <summary>
/// What is kept in memory of one entry of a report: 64 bytes, because a report may have a million of them.
/// Everything else waits in the <see cref="EntrySpool"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReportEntry
{
    private readonly byte state;
    private readonly byte standing;
    private readonly byte supersedes;

    /// <summary>The strongest identity as it was reported; once resolved, the identity's part of the finding's key.</summary>
    public required IdentityHash Key { get; init; }

    /// <summary>
    /// Short hash of tool, rule and place; see <see cref="PlaceText"/>. Once the entry is recognised under another key, that of the key
    /// it would have had.
    /// </summary>
    public required ulong Place { get; init; }

    /// <summary>Short hash of everything the entry says, also its line and its identities, but not its state.</summary>
    public required ulong Content { get; init; }

    /// <summary>First line, from 1; 0 when there is none.</summary>
    public int Line { get; init; }

    /// <summary>First column, from 1; 0 when there is none.</summary>
    public int Column { get; init; }

    /// <summary>Which of the report's tools found it.</summary>
    public ushort Tool { get; init; }

    /// <summary>Which of the report's rules it breaks.</summary>
    public int Rule { get; init; }

    /// <summary>Where the rest of it begins in the spool.</summary>
    public long Offset { get; init; }

    /// <summary>How many bytes the rest of it has in the spool.</summary>
    public int Length { get; init; }

    /// <summary>What the report says about its state.</summary>
    public ReportedState State
    {
        get => (ReportedState)state;
        init => state = (byte)value;
    }

    /// <summary>Which entries before it, those of a smaller offset, it supersedes.</summary>
    public Supersedes Supersedes
    {
        get => (Supersedes)supersedes;
        init => supersedes = (byte)value;
    }

    /// <summary>How it compares with what is stored.</summary>
    public Standing Standing
    {
        get => (Standing)standing;
        init => standing = (byte)value;
    }

    /// <summary>Repeats another entry in every respect.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>Lies under a path that a policy ignores.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>What is stored does not say what it says.</summary>
    public bool IsChanged { get; init; }
}

/// <summary>How an entry compares with what is stored.</summary>
public enum Standing
{
    /// <summary>There is no such finding.</summary>
    New,

    /// <summary>There is one.</summary>
    Seen,

    /// <summary>There is one, and it was fixed.</summary>
    Reopened,
}
