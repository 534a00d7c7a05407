using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>One source's opinion on a vulnerability. Source: formats page, section 6.</summary>
internal sealed class BomRating
{
    private const double SecondVersionHigh = 7;

    public static readonly JsonMembers<BomRating> Members = new()
    {
        ["source"] = static (ref c, rating) => rating.Source = BomSource.Read(ref c).Name,
        ["score"] = static (ref c, rating) => rating.Score = SeverityScale.Score(c.Scalar()),
        ["severity"] = static (ref c, rating) => rating.Word = c.Name(),
        ["method"] = static (ref c, rating) => rating.Method = c.Name(),
        ["vector"] = static (ref c, rating) => rating.Vector = c.Name(),
    };

    public static readonly XmlMembers<BomRating> Elements = new()
    {
        ["source"] = static (c, rating) => rating.Source = BomSource.Read(c).Name,
        ["score"] = static (c, rating) => rating.Score = SeverityScale.Score(c.Line()),
        ["severity"] = static (c, rating) => rating.Word = c.Line(),
        ["method"] = static (c, rating) => rating.Method = c.Line(),
        ["vector"] = static (c, rating) => rating.Vector = c.Line(),
    };

    public string? Source { get; private set; }

    public double? Score { get; private set; }

    public string? Word { get; private set; }

    public string? Vector { get; private set; }

    /// <summary>CVSS version times ten; 0 for other methods. A vector is believed before the method's name.</summary>
    public int CvssVersion
    {
        get
        {
            const string Prefix = "CVSS:";
            if (Vector is not null && Vector.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                return Vector.Length >= Prefix.Length + 3 && int.TryParse($"{Vector[Prefix.Length]}{Vector[Prefix.Length + 2]}", out var version) ? version : 0;
            }

            return Method?.ToUpperInvariant() switch
            {
                _ when Vector is not null && Vector.Contains("/Au:", StringComparison.Ordinal) => 20,
                "CVSSV2" => 20,
                "CVSSV3" => 30,
                "CVSSV31" => 31,
                "CVSSV4" => 40,
                _ => 0,
            };
        }
    }

    /// <summary>The severity: the word, else what the score means; null when there is neither.</summary>
    public Rating? Value
    {
        get
        {
            if (SeverityScale.OfWord(Word) is { } word)
            {
                return new Rating(word, Word, "ratings.severity");
            }

            // A score by another method than CVSS is on no scale that we know.
            if (Score is not { } score || CvssVersion == 0 || (score == 0 && Vector is null))
            {
                return null;
            }

            var severity = CvssVersion == 20 && score >= SecondVersionHigh ? Severity.High : SeverityScale.OfScore(score);
            return new Rating(severity, score.ToString(System.Globalization.CultureInfo.InvariantCulture), "ratings.score");
        }
    }

    private string? Method { get; set; }

    /// <summary>Chooses among opinions that may disagree: the one of the vulnerability's own source, else the newest CVSS, else the worst.</summary>
    public static Rating? Choose(List<BomRating> ratings, string? source)
    {
        var usable = ratings.Where(rating => rating.Value is not null).ToList();
        var chosen = usable.Find(rating => source is not null && string.Equals(rating.Source, source, StringComparison.OrdinalIgnoreCase))
            ?? usable.Where(rating => rating.CvssVersion > 0).OrderByDescending(rating => rating.CvssVersion).ThenByDescending(rating => rating.Value!.Value).FirstOrDefault()
            ?? usable.MaxBy(rating => rating.Value!.Value);
        return chosen?.Value;
    }
}
