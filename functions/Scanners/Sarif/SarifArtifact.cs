using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>Names a file, directly or by its number in the run's list. Source: SARIF 2.1.0, section 3.4.</summary>
internal sealed class SarifArtifact
{
    public static readonly JsonMembers<SarifArtifact> Members = new()
    {
        ["uri"] = static (ref c, artifact) => artifact.Uri = c.Name(),
        ["uriBaseId"] = static (ref c, artifact) => artifact.BaseId = c.Name(),
        ["index"] = static (ref c, artifact) => artifact.Index = c.Int(),
    };

    public string? Uri { get; set; }

    public string? BaseId { get; set; }

    public int? Index { get; set; }

    /// <summary>Reads one; null when the value is no object.</summary>
    public static SarifArtifact? Read(ref JsonCursor cursor)
    {
        var artifact = new SarifArtifact();
        return Members.Read(ref cursor, artifact) ? artifact : null;
    }
}
