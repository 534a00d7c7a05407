using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>
/// Reads a report of Fortify's generator. An issue may be listed in several sections, whose titles depend on template and
/// language; so all issues are taken wherever they stand, each once.
/// </summary>
internal sealed class FortifyReportReader(Action<ReportedFinding> take)
{
    private const int MostIssues = 2_000_000;
    private readonly ReportWarnings warnings = new();
    private readonly HashSet<ulong> taken = [];
    private FortifyReportGroup group = new();
    private FortifyReportListing listing = new(false);
    private long mostCounted;
    private bool isCountedWhole;
    private bool isPartlyListed;

    /// <summary>Reads the body and hands over its findings.</summary>
    public ReportSummary Read(Stream body, CancellationToken cancellationToken)
    {
        using var xml = new XmlCursor(body, cancellationToken);
        if (xml.Name != "ReportDefinition")
        {
            throw new UnreadableReportException($"Expected XML with the root element 'ReportDefinition', not '{xml.Name}'");
        }

        Visit(xml);
        xml.Finish();
        return new ReportSummary(["fortify"], IsWhole(), warnings.All);
    }

    private void Visit(XmlCursor xml)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "IssueListing":
                    VisitListing(xml);
                    break;
                case "Refinement":
                    listing.IsRefined = xml.Line() is not null;
                    break;
                case "GroupingSection":
                    VisitGroup(xml);
                    break;
                case "groupTitle":
                    group.Title = xml.Line();
                    break;
                case "MajorAttributeSummary":
                    group.ReadTexts(xml);
                    break;
                case "Issue":
                    VisitIssue(xml);
                    break;
                default:
                    Visit(xml);
                    break;
            }
        }
    }

    private void VisitListing(XmlCursor xml)
    {
        listing = new FortifyReportListing(xml.Attribute("listing") == "true");
        Visit(xml);
        if (!listing.IsRefined)
        {
            isCountedWhole = true;
            mostCounted = Math.Max(mostCounted, listing.Counted);
        }

        isPartlyListed |= listing.IsListing && (listing.IsRefined || listing.Counted > listing.Listed);
        listing = new FortifyReportListing(false);
    }

    private void VisitGroup(XmlCursor xml)
    {
        var outer = group;
        group = new FortifyReportGroup();
        if (outer.IsRoot)
        {
            group.IsRoot = false;
            listing.Counted += int.TryParse(xml.Attribute("count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        }

        Visit(xml);
        group = outer;
    }

    private void VisitIssue(XmlCursor xml)
    {
        listing.Listed++;
        var where = xml.Where;
        var issue = FortifyReportIssue.Read(xml);
        if (issue.InstanceId is null && issue.Category is null)
        {
            warnings.Add("Issues with neither an iid nor a category were left out", where);
            return;
        }

        if (issue.InstanceId is not null && !taken.Add(TextKey.OfAll(issue.InstanceId, issue.Category, issue.Primary.Path, issue.Primary.LineText)))
        {
            return;
        }

        if (taken.Count > MostIssues)
        {
            throw new UnreadableReportException($"The report lists more than {MostIssues:N0} issues", where);
        }

        take(FindingOf(issue));
    }

    private ReportedFinding FindingOf(FortifyReportIssue issue)
    {
        var severity = SeverityScale.OfWord(issue.Priority);
        if (severity is null)
        {
            warnings.Add("Issues without a known Friority were rated medium", issue.InstanceId);
        }

        var finding = new Finding
        {
            Tool = "fortify",
            Rule = group.RuleOf(issue),
            Title = issue.Category ?? "Fortify finding",
            Message = issue.Abstract,
            Rating = new Rating(severity ?? Severity.Medium, issue.Priority, severity is null ? "default" : "Friority"),
            Place = issue.Primary.Place,
            AlsoAt = issue.Source.Text is { } source ? [source] : [],
            Cwes = issue.Cwes,
        };
        return new ReportedFinding(
            finding, issue.InstanceId is { } id ? ["iid:" + id] : [], issue.IsNoIssue ? ReportedState.FalsePositive : ReportedState.Open)
        {
            Justification = issue.IsNoIssue ? issue.Comment : null,
        };
    }

    // A table of all issues says how many there are; without one the listings must speak for themselves.
    private bool IsWhole()
    {
        var isWhole = isCountedWhole ? mostCounted <= taken.Count : !isPartlyListed;
        if (!isWhole)
        {
            var all = isCountedWhole ? string.Create(CultureInfo.InvariantCulture, $" of {mostCounted:N0}") : string.Empty;
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The report lists {taken.Count:N0}{all} issues; those it leaves out are not taken as gone"));
        }

        return isWhole;
    }
}
