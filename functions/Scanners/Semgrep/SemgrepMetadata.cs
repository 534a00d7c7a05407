using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Semgrep;

/// <summary>What a rule's author wrote about it; all of it optional, and lists may be single values.</summary>
internal sealed class SemgrepMetadata
{
    public static readonly JsonMembers<SemgrepMetadata> Members = new()
    {
        ["cwe"] = static (ref c, metadata) => c.Texts(metadata.Cwes),
        ["references"] = static (ref c, metadata) => c.Texts(metadata.References),
        ["source"] = static (ref c, metadata) => metadata.Source = c.Name(),
        ["shortlink"] = static (ref c, metadata) => metadata.Shortlink = c.Name(),
        ["source-rule-url"] = static (ref c, metadata) => c.Texts(metadata.References),
        ["cve"] = static (ref c, metadata) => c.Texts(metadata.Ids),
        ["ghsa"] = static (ref c, metadata) => c.Texts(metadata.Ids),
        ["sca-vuln-database-identifier"] = static (ref c, metadata) => c.Texts(metadata.Ids),
        ["sca-severity"] = static (ref c, metadata) => metadata.SupplyChainSeverity = c.Name(),
        ["sca-fix-versions"] = static (ref c, metadata) => ReadFixes(ref c, metadata),
    };

    public List<string> Cwes { get; } = [];

    public List<string> References { get; } = [];

    /// <summary>CVE and GHSA ids of a supply-chain rule.</summary>
    public List<string> Ids { get; } = [];

    public string? Source { get; private set; }

    public string? Shortlink { get; private set; }

    public string? SupplyChainSeverity { get; private set; }

    /// <summary>Versions of packages that no longer have the flaw: <c>lodash 4.17.21</c>.</summary>
    public List<string> Fixes { get; } = [];

    private static void ReadFixes(ref JsonCursor cursor, SemgrepMetadata metadata)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            if (!cursor.EnterObject())
            {
                continue;
            }

            while (cursor.NextMember())
            {
                var package = cursor.Member();
                if (cursor.Scalar() is { } version && metadata.Fixes.Count < FindingLimits.ListEntries)
                {
                    metadata.Fixes.Add($"{package} {version}");
                }
            }
        }
    }
}
