using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>One <c>Issue</c> of a report.</summary>
internal sealed class FortifyReportIssue
{
    /// <summary>Identity.</summary>
    public string? InstanceId { get; private set; }

    /// <summary>The scanner's rule.</summary>
    public string? RuleId { get; private set; }

    /// <summary>What people call the kind of problem.</summary>
    public string? Category { get; private set; }

    /// <summary>What is wrong here.</summary>
    public string? Abstract { get; private set; }

    /// <summary>The <c>Friority</c>: critical, high, medium or low.</summary>
    public string? Priority { get; private set; }

    /// <summary>Where it is, and where data goes in a data flow.</summary>
    public FortifyReportPlace Primary { get; private set; }

    /// <summary>Where the data of a data flow comes from.</summary>
    public FortifyReportPlace Source { get; private set; }

    /// <summary>Whether an auditor said that it is none.</summary>
    public bool IsNoIssue { get; private set; }

    /// <summary>The auditors' last comment.</summary>
    public string? Comment { get; private set; }

    /// <summary>Weaknesses, which only some templates have.</summary>
    public IReadOnlyList<int> Cwes { get; private set; } = [];

    /// <summary>Reads the element we are on.</summary>
    public static FortifyReportIssue Read(XmlCursor xml)
    {
        var issue = new FortifyReportIssue { InstanceId = xml.Attribute("iid"), RuleId = xml.Attribute("ruleID") };
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "Category":
                    issue.Category = xml.Line() is { } category ? CleanText.Cut(category, FindingLimits.TitleCharacters).ToString() : null;
                    break;
                case "Abstract":
                    issue.Abstract = xml.Text(FindingLimits.TextCharacters);
                    break;
                case "Friority":
                    issue.Priority = xml.Line();
                    break;
                case "Primary":
                    issue.Primary = FortifyReportPlace.Read(xml);
                    break;
                case "Source":
                    issue.Source = FortifyReportPlace.Read(xml);
                    break;
                case "Tag":
                    issue.ReadTag(xml);
                    break;
                case "Comment":
                    issue.Comment = ReadComment(xml) ?? issue.Comment;
                    break;
                case "ExternalCategory":
                    issue.ReadCategory(xml);
                    break;
            }
        }

        return issue;
    }

    private static string? ReadComment(XmlCursor xml)
    {
        string? text = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            text = xml.Name is "Comment" or "Content" ? xml.Line() : text;
        }

        return text;
    }

    private void ReadTag(XmlCursor xml)
    {
        string? name = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "Name")
            {
                name = xml.Line();
            }
            else if (xml.Name == "Value" && name == "Analysis")
            {
                IsNoIssue = FortifyAudit.IsNoIssue(xml.Line());
            }
        }
    }

    private void ReadCategory(XmlCursor xml)
    {
        var cwes = new List<int>(Cwes);
        VulnerabilityIds.AddCwes(xml.Line(), cwes);
        Cwes = VulnerabilityIds.Ordered(cwes);
    }
}
