namespace Patchbay.Findings.Recording;

/// <summary>Where a scan's findings are: the asset, and the part of the keys that each of its tools has there.</summary>
internal sealed class ScanScope
{
    private readonly string[] parts;
    private readonly HashSet<string> judged;

    public ScanScope(Upload upload, IReadOnlyList<string> toolsOfEntries)
    {
        Asset = upload.Asset;
        ScanId = upload.ScanId();
        Tools = [.. toolsOfEntries.Concat(upload.Tools).Distinct(StringComparer.Ordinal).Take(ReportDraft.MostTools)];
        judged = [.. upload.Tools];
        parts = [.. Tools.Select(t => FindingKey.ScopePart(upload.Scope, t))];
    }

    /// <summary>Slug of the asset.</summary>
    public string Asset { get; }

    /// <summary>Id of the scan.</summary>
    public string ScanId { get; }

    /// <summary>The tools of the entries, by the number that entries name them by, then those without entries.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>What the keys of a tool's findings begin with.</summary>
    public string PartOf(ushort tool) => parts[tool];

    /// <summary>Whether the report says that the tool ran, so that its findings can be absent.</summary>
    public bool IsJudged(ushort tool) => judged.Contains(Tools[tool]);

    /// <summary>The row key of an entry's finding.</summary>
    public string KeyOf(ReportEntry entry) => parts[entry.Tool] + entry.Key.Hex;

    /// <summary>The identity in a finding's row key.</summary>
    public static IdentityHash IdentityOf(string rowKey) =>
        IdentityHash.Parse(rowKey.AsSpan(FindingBook.KeyPrefix.Length + FindingKey.ScopeCharacters));
}
