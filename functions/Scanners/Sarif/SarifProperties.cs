using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>What tools put into the property bags of rules and results, by conventions outside the standard.</summary>
internal sealed class SarifProperties
{
    public static readonly JsonMembers<SarifProperties> Members = new()
    {
        ["security-severity"] = static (ref c, bag) => bag.SecuritySeverity = c.Scalar(),
        ["tags"] = static (ref c, bag) => c.Texts(bag.Tags),
        ["cwe"] = static (ref c, bag) => c.Texts(bag.Cwes),
        ["cwes"] = static (ref c, bag) => c.Texts(bag.Cwes),
        ["cve"] = static (ref c, bag) => c.Texts(bag.Tags),
        ["severity"] = static (ref c, bag) => bag.Word ??= c.Scalar(),
        ["issue_severity"] = static (ref c, bag) => bag.Word = c.Scalar() ?? bag.Word,
        ["securityRisk"] = static (ref c, bag) => bag.Word ??= c.Scalar(),
        ["DevSkimSeverity"] = static (ref c, bag) => bag.Word ??= c.Scalar(),
        Others = ReadCvss,
    };

    public string? SecuritySeverity { get; private set; }

    public List<string> Tags { get; } = [];

    public List<string> Cwes { get; } = [];

    /// <summary>The tool's own severity word.</summary>
    public string? Word { get; private set; }

    public string? CvssVector { get; private set; }

    public double? CvssScore { get; private set; }

    /// <summary>Reads a bag; null when the value is no object.</summary>
    public static SarifProperties? Read(ref JsonCursor cursor)
    {
        var bag = new SarifProperties();
        return Members.Read(ref cursor, bag) ? bag : null;
    }

    // There is no standard name: cvss_score, cvssV3_baseScore, CVSSv3-vector and the like were seen.
    private static void ReadCvss(ref JsonCursor cursor, SarifProperties bag)
    {
        if (!System.Text.Ascii.EqualsIgnoreCase(cursor.RawMember()[..Math.Min(4, cursor.RawMember().Length)], "cvss"u8))
        {
            cursor.Skip();
            return;
        }

        var value = cursor.Scalar();
        if (value is not null && value.Contains("/AV:", StringComparison.Ordinal))
        {
            bag.CvssVector ??= value;
        }
        else
        {
            bag.CvssScore ??= SeverityScale.Score(value);
        }
    }
}
