using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Gathers what a report says of a QID, in whichever of its shapes. Texts are HTML with unclosed tags.</summary>
internal sealed class QualysCheckText
{
    private static readonly string[] Nothing = ["N/A", "NA", "Not applicable", "None", "-"];
    private readonly List<string> cves = [];
    private readonly List<int> cwes = [];
    private readonly List<string> references = [];
    private string? threat;
    private string? impact;
    private string? solution;
    private string? cvss2;
    private string? cvss3;

    /// <summary>Its name.</summary>
    public string? Title { get; set; }

    /// <summary>1 to 5.</summary>
    public string? Severity { get; set; }

    /// <summary>Whether it is no more than information.</summary>
    public QualysKind Kind { get; set; }

    /// <summary>Takes what is wrong.</summary>
    public void AddThreat(ReadOnlySpan<char> html) => threat = Plain(html);

    /// <summary>Takes what it may lead to.</summary>
    public void AddImpact(ReadOnlySpan<char> html) => impact = Plain(html);

    /// <summary>Takes how to mend it.</summary>
    public void AddSolution(ReadOnlySpan<char> html) => solution = Plain(html);

    /// <summary>Takes a list of CVE ids.</summary>
    public void AddCves(ReadOnlySpan<char> list)
    {
        if (cves.Count < FindingLimits.ListEntries)
        {
            VulnerabilityIds.AddCves(list, cves);
        }
    }

    /// <summary>Takes the links in a text.</summary>
    public void AddLinks(string? text) => ReportUrl.AddWeb(text, references);

    /// <summary>Takes the scores; see <see cref="QualysCvss"/>.</summary>
    public void AddScores(string? third, string? second) => (cvss3, cvss2) = (third ?? cvss3, second ?? cvss2);

    /// <summary>Takes the element we are on, if it says something of the QID, else leaves it.</summary>
    public void Read(XmlCursor xml)
    {
        switch (xml.Name)
        {
            case "TITLE":
                Title = xml.Line();
                break;
            case "SEVERITY":
                Severity = xml.Line();
                break;
            case "THREAT" or "DIAGNOSIS" or "DESCRIPTION":
                AddThreat(xml.Raw(FindingLimits.TextCharacters));
                break;
            case "IMPACT" or "CONSEQUENCE":
                AddImpact(xml.Raw(FindingLimits.TextCharacters));
                break;
            case "SOLUTION":
                AddSolution(xml.Raw(FindingLimits.TextCharacters));
                break;
            case "CWE":
                VulnerabilityIds.AddCwes(xml.Line(), cwes);
                break;
            case "CVSS_BASE":
                AddScores(null, xml.Line());
                break;
            case "CVSS3_BASE":
                AddScores(xml.Line(), null);
                break;
            case "CVSS_SCORE" or "CVSS3_SCORE" or "CVSS_V3" or "CVE_ID_LIST" or "CVE_ID" or "CVE_LIST" or "VENDOR_REFERENCE_LIST" or "VENDOR_REFERENCE":
                ReadList(xml, xml.Name);
                break;
            case "CORRELATION":
                ReadLinks(xml);
                break;
        }
    }

    /// <summary>The check, of all that was taken.</summary>
    public QualysCheck Build(string qid)
    {
        var description = impact is null ? threat : threat is null ? impact : $"{threat}\n\nImpact:\n{impact}";
        var rule = new Rule(qid)
        {
            Name = Title is null ? "QID " + qid : CleanText.Line(Title, FindingLimits.TitleCharacters),
            Description = description is null ? null : CleanText.Of(description, FindingLimits.TextCharacters),
            Advice = solution,
        };
        return new QualysCheck(rule, Severity, Kind)
        {
            Cves = VulnerabilityIds.Ordered(cves),
            Cwes = VulnerabilityIds.Ordered(cwes),
            Cvss = QualysCvss.Of(cvss3, cvss2),
            References = [.. references],
        };
    }

    private void ReadList(XmlCursor xml, string list)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "ID" or "CVE" when list.StartsWith("CVE", StringComparison.Ordinal):
                    AddCves(xml.Line());
                    break;
                case "URL" when list == "VENDOR_REFERENCE":
                    ReportUrl.AddWeb(xml.Line(), references);
                    break;
                case "BASE":
                    AddScores(xml.Line(), null);
                    break;
                default:
                    Read(xml);
                    break;
            }
        }
    }

    // Sources of exploits and malware are nested differently; a link is a link.
    private void ReadLinks(XmlCursor xml)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name is "LINK" or "MW_LINK")
            {
                ReportUrl.AddWeb(xml.Line(), references);
            }
            else
            {
                ReadLinks(xml);
            }
        }
    }

    private string? Plain(ReadOnlySpan<char> html) =>
        HtmlText.Of(html, FindingLimits.TextCharacters, references) is { } text && !SaysNothing(text) ? text : null;

    private static bool SaysNothing(string text) =>
        text.Length < 30 && Nothing.Contains(CleanText.Line(text, text.Length).TrimEnd('.'), StringComparer.OrdinalIgnoreCase);
}
