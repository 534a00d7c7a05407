using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Trivy;

/// <summary>Decides how bad an entry is: Trivy's own choice, else a score. Source: formats page, section 7.</summary>
internal static class TrivySeverity
{
    private const double SecondVersionHigh = 7;

    /// <summary>Rates an entry.</summary>
    /// <param name="otherwise">When the report says nothing.</param>
    public static Rating Of(TrivyEntry entry, Severity otherwise, ReportWarnings warnings)
    {
        if (SeverityScale.OfWord(entry.Severity) is { } word)
        {
            return new Rating(word, entry.Severity, "Severity");
        }

        if (CvssOf(entry) is { } cvss)
        {
            // Version 2 knows no Critical.
            var severity = cvss.IsVersion2 && cvss.Score >= SecondVersionHigh ? Severity.High : SeverityScale.OfScore(cvss.Score);
            return new Rating(severity, cvss.Score.ToString(CultureInfo.InvariantCulture), "CVSS");
        }

        warnings.Add($"{{0}} entries have no known severity and were taken as {otherwise}", entry.Id ?? entry.Name);
        return new Rating(otherwise, entry.Severity, "default");
    }

    /// <summary>The score of the source that gave the severity, else of the NVD, else of the first.</summary>
    public static (double Score, string? Vector, bool IsVersion2)? CvssOf(TrivyEntry entry) =>
        (entry.Cvss.Find(cvss => cvss.Source == entry.SeveritySource) ?? entry.Cvss.Find(cvss => cvss.Source == "nvd") ?? entry.Cvss.FirstOrDefault())?.Best;
}
