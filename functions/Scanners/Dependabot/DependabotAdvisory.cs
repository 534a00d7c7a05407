using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Dependabot;

/// <summary>What is known of a flaw, as both of GitHub's interfaces spell it. Source: formats page, section 9.</summary>
/// <remarks>One is enough for a report: it is emptied and filled again for each alert.</remarks>
internal sealed class DependabotAdvisory
{
    private static readonly JsonMembers<DependabotAdvisory> Identifier = new()
    {
        ["value"] = static (ref c, advisory) => c.Texts(advisory.Ids),
    };

    private static readonly JsonMembers<DependabotAdvisory> Reference = new()
    {
        ["url"] = static (ref c, advisory) => c.Texts(advisory.Urls),
    };

    private static readonly JsonMembers<DependabotAdvisory> Weakness = new()
    {
        ["cwe_id"] = static (ref c, advisory) => c.Texts(advisory.Cwes),
        ["cweId"] = static (ref c, advisory) => c.Texts(advisory.Cwes),
        ["node"] = static (ref c, advisory) => Weakness!.Read(ref c, advisory),
    };

    private static readonly JsonMembers<DependabotAdvisory> WeaknessList = new()
    {
        ["nodes"] = static (ref c, advisory) => ReadEach(ref c, Weakness, advisory),
        ["edges"] = static (ref c, advisory) => ReadEach(ref c, Weakness, advisory),
    };

    private static readonly JsonMembers<DependabotAdvisory> Cvss = new()
    {
        ["score"] = static (ref c, advisory) => advisory.RawScore = SeverityScale.Score(c.Scalar()) ?? advisory.RawScore,
        ["vector_string"] = static (ref c, advisory) => advisory.Vector = c.Name() ?? advisory.Vector,
        ["vectorString"] = static (ref c, advisory) => advisory.Vector = c.Name() ?? advisory.Vector,
    };

    public static readonly JsonMembers<DependabotAdvisory> Members = new()
    {
        ["ghsa_id"] = static (ref c, advisory) => c.Texts(advisory.Ids),
        ["ghsaId"] = static (ref c, advisory) => c.Texts(advisory.Ids),
        ["cve_id"] = static (ref c, advisory) => c.Texts(advisory.Ids),
        ["identifiers"] = static (ref c, advisory) => ReadEach(ref c, Identifier, advisory),
        ["summary"] = static (ref c, advisory) => advisory.Summary = c.Text(FindingLimits.NameCharacters),
        ["description"] = static (ref c, advisory) => c.Hold(advisory.Description),
        ["severity"] = static (ref c, advisory) => advisory.Severity = c.Name(),
        ["references"] = static (ref c, advisory) => ReadEach(ref c, Reference, advisory),
        ["cwes"] = ReadWeaknesses,
        ["cvss"] = static (ref c, advisory) => Cvss.Read(ref c, advisory),
        ["withdrawn_at"] = static (ref c, advisory) => advisory.IsWithdrawn = c.Name() is not null,
        ["withdrawnAt"] = static (ref c, advisory) => advisory.IsWithdrawn = c.Name() is not null,
    };

    public List<string> Ids { get; } = [];

    public string? Summary { get; private set; }

    public HeldText Description { get; } = new();

    public string? Severity { get; private set; }

    public List<string> Urls { get; } = [];

    public List<string> Cwes { get; } = [];

    public string? Vector { get; private set; }

    /// <summary>Null also for 0 without vector, which means not rated.</summary>
    public double? Score => RawScore is > 0 || Vector is not null ? RawScore ?? CvssVector.Score(Vector)?.Score : null;

    public bool IsWithdrawn { get; private set; }

    private double? RawScore { get; set; }

    /// <summary>Makes it an advisory that says nothing.</summary>
    public void Clear()
    {
        Ids.Clear();
        Urls.Clear();
        Cwes.Clear();
        Summary = Severity = Vector = null;
        RawScore = null;
        IsWithdrawn = false;
        Description.Clear();
    }

    private static void ReadWeaknesses(ref JsonCursor cursor, DependabotAdvisory advisory)
    {
        if (cursor.IsNext(System.Text.Json.JsonTokenType.StartArray))
        {
            ReadEach(ref cursor, Weakness, advisory);
        }
        else
        {
            WeaknessList.Read(ref cursor, advisory);
        }
    }

    private static void ReadEach(ref JsonCursor cursor, JsonMembers<DependabotAdvisory> members, DependabotAdvisory advisory)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                members.Read(ref cursor, advisory);
            }
        }
    }
}
