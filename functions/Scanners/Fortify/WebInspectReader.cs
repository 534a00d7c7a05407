using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>Reads a WebInspect export. Requests and responses hold cookies and tokens; of them only the request's method is kept.</summary>
internal sealed class WebInspectReader(Action<ReportedFinding> take)
{
    private const int MostHeldCharacters = 16 << 20;
    private readonly ReportWarnings warnings = new();
    private readonly Dictionary<string, WebInspectCheck> checks = [];
    private int heldCharacters;

    /// <summary>Reads the body and hands over its findings.</summary>
    public ReportSummary Read(Stream body, CancellationToken cancellationToken)
    {
        using var xml = new XmlCursor(body, cancellationToken);
        var hasIssues = xml.Name == "Issues";
        if (hasIssues)
        {
            ReadIssues(xml);
        }

        for (var root = hasIssues ? -1 : xml.Enter(); xml.NextChild(root);)
        {
            if (xml.Name == "Issues")
            {
                hasIssues = true;
                ReadIssues(xml);
            }
        }

        xml.Finish();
        return hasIssues
            ? new ReportSummary(["webinspect"], IsWhole: true, warnings.All)
            : throw new UnreadableReportException("A WebInspect export has an 'Issues' element; this one has none");
    }

    private void ReadIssues(XmlCursor xml)
    {
        for (var issues = xml.Enter(); xml.NextChild(issues);)
        {
            if (xml.Name != "Issue")
            {
                continue;
            }

            var where = xml.Where;
            var issue = WebInspectIssue.Read(xml, checks.ContainsKey);
            if (issue.CheckId is null && issue.Name is null)
            {
                warnings.Add("Issues with neither a VulnerabilityID nor a name were left out", where);
                continue;
            }

            take(FindingOf(issue));
        }
    }

    private ReportedFinding FindingOf(WebInspectIssue issue)
    {
        var check = CheckOf(issue);
        var rating = RatingOf(issue.Severity);
        if (rating.Origin == "default")
        {
            warnings.Add("Issues without a severity from 0 to 4 were rated medium", issue.CheckId);
        }

        var finding = new Finding
        {
            Tool = "webinspect",
            Rule = check.Rule,
            Title = CleanText.Line(issue.Name ?? check.Rule.Name ?? check.Rule.Id, FindingLimits.TitleCharacters),
            Message = issue.Summary,
            Rating = rating,
            Place = issue.Place,
            Cwes = check.Cwes,
            References = check.References,
        };
        var identity = string.Join('|', check.Rule.Id, issue.Method, issue.Place.Url ?? issue.Place.Host);
        return new ReportedFinding(finding, ["check:" + identity], ReportedState.Open);
    }

    private static Rating RatingOf(string? severity) =>
        int.TryParse(severity, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= (int)Severity.Critical
            ? new Rating((Severity)number, severity, "Severity")
            : new Rating(SeverityScale.OfWord(severity) ?? Severity.Medium, severity, SeverityScale.OfWord(severity) is null ? "default" : "Severity");

    private WebInspectCheck CheckOf(WebInspectIssue issue)
    {
        var id = issue.CheckId ?? issue.Name!;
        if (checks.TryGetValue(id, out var known))
        {
            return known;
        }

        if (heldCharacters > MostHeldCharacters)
        {
            checks.Clear();
            heldCharacters = 0;
        }

        var check = issue.Check(id);
        heldCharacters += 500 + (check.Rule.Description?.Length ?? 0) + (check.Rule.Advice?.Length ?? 0);
        return checks[id] = check;
    }
}
