using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Inspector;

/// <summary>A CVSS score, of a vendor or adjusted for the place.</summary>
internal sealed class InspectorCvss
{
    public static readonly JsonMembers<InspectorCvss> Members = new()
    {
        ["baseScore"] = static (ref c, cvss) => cvss.Score = SeverityScale.Score(c.Scalar()),
        ["score"] = static (ref c, cvss) => cvss.Score = SeverityScale.Score(c.Scalar()),
        ["scoringVector"] = static (ref c, cvss) => cvss.Vector = c.Name(),
        ["version"] = static (ref c, cvss) => cvss.Version = c.Scalar(),
    };

    public double? Score { get; private set; }

    public string? Vector { get; private set; }

    public string? Version { get; private set; }
}
