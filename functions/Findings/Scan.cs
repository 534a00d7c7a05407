namespace Patchbay.Findings;

/// <summary>One uploaded report, as it is kept.</summary>
public sealed record Scan
{
    /// <summary>Follows from the asset, the scope and the report's bytes, so that a repeated upload is the same scan.</summary>
    public required string Id { get; init; }

    /// <summary>Slug of the asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Scanner, branch and environment.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Tools named in the report, lower case; absence is judged only for their findings.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Commit that was scanned; null when not said.</summary>
    public string? Commit { get; init; }

    /// <summary>When the report came in, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How far it got.</summary>
    public required ScanState State { get; init; }

    /// <summary>Whether findings that it does not name became fixed; otherwise they are held as absent.</summary>
    public bool ClosesAbsent { get; init; }

    /// <summary>What the report held.</summary>
    public ScanCounts Counts { get; init; } = new();

    /// <summary>What the reader or the recorder wants a person to know: defaults taken, entries dropped, absence not judged.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How far a scan got.</summary>
public enum ScanState
{
    /// <summary>Findings are being written.</summary>
    Recording,

    /// <summary>All findings are written; the policies have not seen all of them yet.</summary>
    Evaluating,

    /// <summary>The policies have seen every new or changed finding.</summary>
    Evaluated,
}

/// <summary>What a report held. Read = Suppressed + Duplicates + Total, and Total = New + Seen + Reopened.</summary>
public sealed record ScanCounts
{
    /// <summary>Entries in the report.</summary>
    public int Read { get; init; }

    /// <summary>Entries that the report itself does not call open problems: suppressed, false positive, fixed, passed checks.</summary>
    public int Suppressed { get; init; }

    /// <summary>Open entries that repeat another one in every respect, or that a later entry supersedes.</summary>
    public int Duplicates { get; init; }

    /// <summary>Distinct problems.</summary>
    public int Total { get; init; }

    /// <summary>Never seen before in this scope.</summary>
    public int New { get; init; }

    /// <summary>Known already.</summary>
    public int Seen { get; init; }

    /// <summary>Were fixed and are back.</summary>
    public int Reopened { get; init; }

    /// <summary>Known, open or held as absent, but not in this report.</summary>
    public int Absent { get; init; }

    /// <summary>How many of Total lie under ignored paths.</summary>
    public int Ignored { get; init; }
}
