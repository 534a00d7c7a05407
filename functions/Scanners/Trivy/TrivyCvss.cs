using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Trivy;

/// <summary>What one database says about a vulnerability's CVSS.</summary>
internal sealed class TrivyCvss(string source)
{
    private const int MostSources = 20;

    private static readonly JsonMembers<TrivyCvss> Members = new()
    {
        ["V2Score"] = static (ref c, cvss) => cvss.SecondScore = SeverityScale.Score(c.Scalar()),
        ["V2Vector"] = static (ref c, cvss) => cvss.SecondVector = c.Name(),
        ["V3Score"] = static (ref c, cvss) => cvss.ThirdScore = SeverityScale.Score(c.Scalar()),
        ["V3Vector"] = static (ref c, cvss) => cvss.ThirdVector = c.Name(),
        ["V40Score"] = static (ref c, cvss) => cvss.FourthScore = SeverityScale.Score(c.Scalar()),
        ["V40Vector"] = static (ref c, cvss) => cvss.FourthVector = c.Name(),
    };

    public string Source => source;

    /// <summary>The score of the newest version; null for none, and for 0 without vector, which means not rated.</summary>
    public (double Score, string? Vector, bool IsVersion2)? Best =>
        Usable(FourthScore, FourthVector, false) ?? Usable(ThirdScore, ThirdVector, false) ?? Usable(SecondScore, SecondVector, true);

    private double? SecondScore { get; set; }

    private string? SecondVector { get; set; }

    private double? ThirdScore { get; set; }

    private string? ThirdVector { get; set; }

    private double? FourthScore { get; set; }

    private string? FourthVector { get; set; }

    /// <summary>Reads the map from databases to what they say.</summary>
    public static List<TrivyCvss> ReadAll(ref JsonCursor cursor)
    {
        var all = new List<TrivyCvss>();
        if (cursor.EnterObject())
        {
            while (cursor.NextMember())
            {
                var cvss = new TrivyCvss(cursor.Member());
                if (Members.Read(ref cursor, cvss) && cvss.Best is not null && all.Count < MostSources)
                {
                    all.Add(cvss);
                }
            }
        }

        return all;
    }

    private static (double Score, string? Vector, bool IsVersion2)? Usable(double? score, string? vector, bool isVersion2) =>
        score is { } known && (known > 0 || vector is not null) ? (known, vector, isVersion2) : null;
}
