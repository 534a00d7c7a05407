using Patchbay.Scanners.Json;
using Patchbay.Scanners.Xml;

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

    private static readonly XmlMembers<VersionStatus> VersionElements = new()
    {
        ["version"] = static (c, version) => version.Version = c.Line(),
        ["status"] = static (c, version) => version.Status = c.Line(),
    };

    private static readonly XmlMembers<BomAffect> VersionsElements = new()
    {
        ["version"] = static (c, affect) => affect.ReadVersion(c),
    };

    public static readonly XmlMembers<BomAffect> Elements = new()
    {
        ["ref"] = static (c, affect) => affect.Ref = c.Line(),
        ["versions"] = VersionsElements.Read,
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
            affect.Add(version);
        }
    }

    private void ReadVersion(XmlCursor cursor)
    {
        var version = new VersionStatus();
        VersionElements.Read(cursor, version);
        Add(version);
    }

    private void Add(VersionStatus version)
    {
        versions++;
        unaffected += string.Equals(version.Status, "unaffected", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        Version = versions == 1 ? version.Version : null;
    }

    private sealed class VersionStatus
    {
        public string? Version { get; set; }

        public string? Status { get; set; }
    }
}
