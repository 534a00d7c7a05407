using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Osv;

/// <summary>Decides how bad a flaw is; the first that says something wins. Source: formats page, section 10.</summary>
internal static class OsvSeverity
{
    private const double SecondVersionHigh = 7;

    /// <summary>Rates a flaw by all of its records together.</summary>
    /// <param name="affected">The packages of the records that are this one.</param>
    /// <param name="id">For the warning when nothing says anything.</param>
    public static Rating Of(OsvGroup group, List<OsvRecord> records, List<OsvAffected> affected, string id, ReportWarnings warnings)
    {
        if (SeverityScale.Score(group.MaxSeverity) is { } max and > 0)
        {
            return new Rating(SeverityScale.OfScore(max), group.MaxSeverity, "max_severity");
        }

        var rating = Worst(records.SelectMany(record => record.Scores), "severity")
            ?? Worst(affected.SelectMany(package => package.Scores), "affected.severity")
            ?? records.Select(record => OfWord(record.Word, "database_specific.severity")).Where(known => known is not null).MaxBy(known => known!.Value);
        if (rating is not null)
        {
            return rating;
        }

        if (records.Exists(record => record.Id!.StartsWith("MAL-", StringComparison.OrdinalIgnoreCase)))
        {
            return new Rating(Severity.Critical, null, "malicious package");
        }

        warnings.Add("{0} vulnerabilities have no known severity and were taken as Medium", id);
        return new Rating(Severity.Medium, null, "default");
    }

    /// <summary>The vector with the highest score that can be computed; the first vector when none can.</summary>
    public static (double? Score, string? Vector) Cvss(List<OsvRecord> records)
    {
        (double? Score, string? Vector) worst = (null, null);
        foreach (var record in records)
        {
            foreach (var given in record.Scores)
            {
                if (given.Type?.StartsWith("CVSS", StringComparison.OrdinalIgnoreCase) == true)
                {
                    var score = CvssVector.Score(given.Text)?.Score;
                    worst = worst.Vector is null || (score ?? -1) > (worst.Score ?? -1) ? (score, given.Text) : worst;
                }
            }
        }

        return worst;
    }

    private static Rating? Worst(IEnumerable<OsvScore> scores, string origin) =>
        scores.Select(score => OfScore(score, origin)).Where(rating => rating is not null).MaxBy(rating => rating!.Value);

    private static Rating? OfScore(OsvScore score, string origin)
    {
        if (CvssVector.Score(score.Text) is not { } cvss)
        {
            return OfWord(score.Text, origin);
        }

        // Version 2 knows no Critical.
        var severity = cvss.IsVersion2 && cvss.Score >= SecondVersionHigh ? Severity.High : SeverityScale.OfScore(cvss.Score);
        return new Rating(severity, cvss.Score.ToString("0.0", CultureInfo.InvariantCulture), origin);
    }

    private static Rating? OfWord(string? word, string origin) =>
        SeverityScale.OfWord(word) is { } severity ? new Rating(severity, word, origin) : null;
}
