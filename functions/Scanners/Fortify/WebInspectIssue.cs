using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>One <c>Issue</c> of a WebInspect export.</summary>
internal sealed class WebInspectIssue
{
    private const int MostMethodCharacters = 20;
    private readonly List<int> cwes = [];
    private readonly List<string> references = [];
    private string? url;
    private string? scheme;
    private string? host;
    private string? port;
    private string? implication;
    private string? execution;
    private string? fix;

    /// <summary>The check that found it.</summary>
    public string? CheckId { get; private set; }

    /// <summary>The check's name.</summary>
    public string? Name { get; private set; }

    /// <summary>0 (info) to 4 (critical).</summary>
    public string? Severity { get; private set; }

    /// <summary>Method of the request.</summary>
    public string? Method { get; private set; }

    /// <summary>What is wrong here.</summary>
    public string? Summary { get; private set; }

    /// <summary>Where it is.</summary>
    public Place Place { get; private set; } = new();

    /// <summary>Reads the element we are on.</summary>
    /// <param name="isKnown">Whether a check's texts are known, so that they need not be read again.</param>
    public static WebInspectIssue Read(XmlCursor xml, Func<string, bool> isKnown)
    {
        var issue = new WebInspectIssue();
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "VulnerabilityID":
                    issue.CheckId = xml.Line();
                    break;
                case "Name":
                    issue.Name = xml.Line();
                    break;
                case "Severity":
                    issue.Severity = xml.Line();
                    break;
                case "VulnerableSession":
                    issue.Method = MethodOf(xml.Raw(MostMethodCharacters));
                    break;
                case "ReportSection":
                    issue.ReadSection(xml, issue.CheckId is { } id && isKnown(id));
                    break;
                case "Classifications":
                    issue.ReadClassifications(xml);
                    break;
                default:
                    issue.ReadPlace(xml);
                    break;
            }
        }

        issue.Place = issue.MakePlace();
        return issue;
    }

    /// <summary>What the issue says of its check.</summary>
    public WebInspectCheck Check(string id)
    {
        var description = string.Join("\n\n", new[] { implication, execution }.Where(text => text is not null));
        var rule = new Rule(id)
        {
            Name = Name,
            Description = description.Length == 0 ? null : CleanText.Of(description, FindingLimits.TextCharacters),
            Advice = fix,
        };
        return new WebInspectCheck(rule, VulnerabilityIds.Ordered(cwes), references);
    }

    private void ReadPlace(XmlCursor xml)
    {
        switch (xml.Name)
        {
            case "URL":
                url = xml.Line();
                break;
            case "Scheme":
                scheme = xml.Line();
                break;
            case "Host":
                host = xml.Line();
                break;
            case "Port":
                port = xml.Line();
                break;
        }
    }

    // Implication, execution and fix belong to the check; the summary may speak of this very page.
    private void ReadSection(XmlCursor xml, bool isKnown)
    {
        string? name = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "Name")
            {
                name = xml.Line();
                continue;
            }

            if (xml.Name != "SectionText" || (isKnown && name != "Summary"))
            {
                continue;
            }

            var html = xml.Raw(FindingLimits.TextCharacters);
            switch (name)
            {
                case "Summary":
                    Summary = HtmlText.Of(html, FindingLimits.TextCharacters);
                    break;
                case "Implication":
                    implication = HtmlText.Of(html, FindingLimits.TextCharacters);
                    break;
                case "Execution":
                    execution = HtmlText.Of(html, FindingLimits.TextCharacters);
                    break;
                case "Fix":
                    fix = HtmlText.Of(html, FindingLimits.TextCharacters, references);
                    break;
                case "Reference Info":
                    VulnerabilityIds.AddCwes(html, cwes);
                    _ = HtmlText.Of(html, FindingLimits.TextCharacters, references);
                    break;
            }
        }
    }

    private void ReadClassifications(XmlCursor xml)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (string.Equals(xml.Attribute("kind"), "CWE", StringComparison.OrdinalIgnoreCase))
            {
                VulnerabilityIds.AddCwe(xml.Attribute("identifier"), cwes);
            }
        }
    }

    private Place MakePlace()
    {
        var place = ReportUrl.PlaceOf(url) ?? ReportUrl.PlaceOf(scheme is null || host is null ? host : $"{scheme}://{host}") ?? new Place();
        var number = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is > 0 and <= ushort.MaxValue
            ? given
            : (int?)null;
        return place with { Host = place.Host ?? host, Port = place.Port ?? number, Protocol = place.Protocol ?? scheme };
    }

    private static string? MethodOf(ReadOnlySpan<char> request)
    {
        var start = request.TrimStart();
        var end = start.IndexOf(' ');
        return end > 0 && !start[..end].ContainsAnyExceptInRange('A', 'Z') ? start[..end].ToString() : null;
    }
}
