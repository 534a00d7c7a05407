using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>Joins the entries of web application scans with the glossary.</summary>
internal sealed class WasFindings(string tool, ReportWarnings warnings)
{
    /// <summary>Makes the finding.</summary>
    public ReportedFinding Of(WasDetection detection, QualysCheck check)
    {
        var kind = check.Kind == QualysKind.Information ? check.Kind : detection.Kind ?? check.Kind;
        var rating = QualysRating.Of(kind, check.Severity, "SEVERITY");
        if (rating.Origin == "default")
        {
            warnings.Add("Entries of QIDs without a severity from 1 to 5 were rated medium", "QID " + detection.Qid);
        }

        var place = ReportUrl.PlaceOf(detection.Url ?? detection.ApplicationUrl) ?? new Place();
        var finding = new Finding
        {
            Tool = tool,
            Rule = check.Rule,
            Title = check.Rule.Name ?? check.Rule.Id,
            Message = QualysFindings.MessageOf(kind, detection.Results),
            Rating = rating,
            Place = place with { Parameter = detection.Parameter },
            Cves = check.Cves,
            Cwes = check.Cwes,
            CvssScore = check.Cvss.Score,
            CvssVector = check.Cvss.Vector,
            References = check.References,
            DetectedAt = ReportDate.Of(detection.FirstFound),
        };
        return new ReportedFinding(
            finding, IdentitiesOf(detection, finding.Place), QualysFindings.StateOf(detection.Status, detection.IsSetAside, isFalsePositive: false));
    }

    private static string[] IdentitiesOf(WasDetection detection, Place place)
    {
        var page = $"page:{detection.Application}|{detection.Qid}|{(detection.Url is null ? null : place.Url)}|{detection.Parameter}";
        return detection.UniqueId is { } unique ? ["unique:" + unique, page] : [page];
    }
}
