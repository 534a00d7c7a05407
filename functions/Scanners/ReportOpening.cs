namespace Patchbay.Scanners;

/// <summary>What the opening of a body shows: enough to tell the formats apart without reading it whole.</summary>
public sealed record ReportOpening
{
    /// <summary>What kind of text or container it is.</summary>
    public required BodyKind Kind { get; init; }

    /// <summary>Local name of the root element, for XML.</summary>
    public string? XmlRoot { get; init; }

    /// <summary>Members of the top-level JSON object with their scalar values as text; null for objects and arrays.</summary>
    public IReadOnlyDictionary<string, string?> Members { get; init; } = new Dictionary<string, string?>();

    /// <summary>Member names of the first object in each top-level array; the empty name stands for a body that is an array.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Elements { get; init; } = new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>Names of the members of a zip.</summary>
    public IReadOnlyList<string> ZipMembers { get; init; } = [];

    /// <summary>First lines of text that is neither JSON nor XML, at most 20.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}

/// <summary>What kind of text or container a body is.</summary>
public enum BodyKind
{
    /// <summary>None of the others: lines of text, perhaps CSV.</summary>
    Text,

    /// <summary>Begins as JSON.</summary>
    Json,

    /// <summary>Begins as XML.</summary>
    Xml,

    /// <summary>A zip archive.</summary>
    Zip,
}
