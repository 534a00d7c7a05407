using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>A component that a vulnerability affects, or is said not to affect.</summary>
internal sealed class BomAffect
{
    private static readonly JsonMembers<VersionStatus> VersionMembers = new()
    {
        ["version"] = static (ref c, version) => version.Version = c.Scalar(),
        ["status"] = static (ref c, version) => version.Status = c.Name(),
    };

    public static readonly JsonMembers<BomAffect> Members = new()
    {
        ["ref"] = static (ref c, affect) => affect.Ref = c.Name(),
        ["versions"] = ReadVersions,
    };

    private int versions;
    private int unaffected;

    public string? Ref { get; private set; }

    /// <summary>The affected version, when exactly one is named.</summary>
    public string? Version { get; private set; }

    /// <summary>Whether every version that is named is said to be unaffected.</summary>
    public bool IsUnaffected => versions > 0 && versions == unaffected;

    private static void ReadVersions(ref JsonCursor cursor, BomAffect affect)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var version = new VersionStatus();
            VersionMembers.Read(ref cursor, version);
            affect.versions++;
            affect.unaffected += string.Equals(version.Status, "unaffected", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            affect.Version = affect.versions == 1 ? version.Version : null;
        }
    }

    private sealed class VersionStatus
    {
        public string? Version { get; set; }

        public string? Status { get; set; }
    }
}
