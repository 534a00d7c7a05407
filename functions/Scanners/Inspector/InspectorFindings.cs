using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Inspector;

/// <summary>Makes findings of what the service gives. Source: formats page, section 4.</summary>
internal sealed class InspectorFindings(ReportWarnings warnings)
{
    private const string Tool = "inspector";
    private readonly RuleShelf rules = new();

    /// <summary>Makes a finding.</summary>
    public ReportedFinding Of(InspectorFinding source)
    {
        var resource = source.Resources.Count > 0 ? source.Resources[0] : new InspectorResource();
        var package = source.Packages.Count > 0 ? source.Packages[0] : new InspectorPackage();
        var id = source.VulnerabilityId ?? source.RuleId ?? source.DetectorId ?? source.Type?.ToLowerInvariant().Replace('_', '-') ?? "finding";
        var cvss = Cvss(source);
        var finding = new Finding
        {
            Tool = Tool,
            Rule = rules.Keep(new Rule(id)
            {
                Name = source.DetectorName,
                Description = source.VulnerabilityId is null ? null : source.Description,
                HelpUrl = ReportUrl.Web(source.SourceUrl),
            }),
            Title = CleanText.Line(source.Title ?? id, FindingLimits.TitleCharacters),
            Message = source.VulnerabilityId is null ? source.Description : Packages(source),
            Rating = RatingOf(source),
            Place = new Place
            {
                Path = ReportPath.Normalise(source.FilePath ?? package.FilePath),
                Line = Positive(source.Line),
                EndLine = Positive(source.EndLine),
                Symbol = resource.IsHost ? null : resource.LastingName,
                Host = resource.IsHost ? resource.Id : null,
                Port = Positive(source.Port),
                Protocol = source.Protocol,
                Component = package.Name,
                Version = package.FullVersion,
                FixedVersion = package.FixedVersion,
            },
            Cwes = VulnerabilityIds.CwesOf(source.Cwes),
            Cves = VulnerabilityIds.IdsOf(source.VulnerabilityId, source.RelatedIds),
            CvssScore = cvss.Score,
            CvssVector = cvss.Vector,
            Advice = Advice(source, package),
            References = ReportUrl.WebOf(null, source.Urls),
            IsExploited = source.IsExploited,
            DetectedAt = DateOf(source.FirstObservedAt),
        };
        var state = source.Status?.ToUpperInvariant() switch
        {
            "SUPPRESSED" => ReportedState.Suppressed,
            "CLOSED" => ReportedState.Fixed,
            _ => ReportedState.Open,
        };
        return new ReportedFinding(finding, Identities(source, resource, id), state)
        {
            Justification = state == ReportedState.Suppressed ? "A suppression rule of Amazon Inspector" : null,
        };
    }

    /// <summary>Reads a date in any of the service's spellings, also seconds since 1970.</summary>
    public static DateTimeOffset? DateOf(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? ReportDate.OfEpoch(seconds) : ReportDate.Of(text);

    private static List<string> Identities(InspectorFinding source, InspectorResource resource, string id)
    {
        var identities = new List<string>();
        if (source.Arn is not null)
        {
            identities.Add($"arn:{source.Arn}");
        }

        // An image that is built anew is a new resource with new ARNs; its tag stays.
        if (resource.TaggedImage is { } image)
        {
            identities.Add($"image:{image}|{id}|{string.Join(',', source.Packages.Select(package => package.Name))}");
        }

        return identities;
    }

    private Rating RatingOf(InspectorFinding source)
    {
        if (SeverityScale.OfWord(source.Severity) is { } severity)
        {
            return new Rating(severity, source.Severity, "severity");
        }

        // The vendor has not rated it yet, and the service does not guess either.
        warnings.Add("{0} findings have no severity yet and were taken as Info", source.VulnerabilityId ?? source.Title);
        return new Rating(Severity.Info, source.Severity, "default");
    }

    private static (double? Score, string? Vector) Cvss(InspectorFinding source)
    {
        var cvss = source.Adjusted.Score is not null ? source.Adjusted : source.Scores.MaxBy(score => score.Version, StringComparer.Ordinal);
        return (cvss?.Score, cvss?.Vector);
    }

    private static string? Packages(InspectorFinding source) => source.Packages.Count < 2
        ? null
        : CleanText.Of(string.Join('\n', source.Packages.Select(package => $"- {package.Name} {package.FullVersion}")), FindingLimits.TextCharacters);

    private static string? Advice(InspectorFinding source, InspectorPackage package)
    {
        var text = string.Equals(source.Recommended, "None Provided", StringComparison.OrdinalIgnoreCase) ? null : source.Recommended;
        var upgrade = package.FixedVersion is null ? package.Remediation : $"Upgrade {package.Name} to {package.FixedVersion}. {package.Remediation}".TrimEnd();
        return text is null ? upgrade : upgrade is null ? text : $"{upgrade}\n\n{text}";
    }

    private static int? Positive(int? number) => number > 0 ? number : null;
}
