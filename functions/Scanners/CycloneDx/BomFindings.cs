using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>Makes findings of a vulnerability, one for each component it affects. Source: formats page, section 6.</summary>
internal sealed class BomFindings(BomContents contents, ReportWarnings warnings)
{
    private const string Tool = "cyclonedx";

    /// <summary>Makes the findings; none when the vulnerability has no name at all, which a warning tells.</summary>
    public IEnumerable<ReportedFinding> Of(BomVulnerability vulnerability)
    {
        var cves = VulnerabilityIds.IdsOf(vulnerability.Id, vulnerability.OtherIds);
        var own = Guid.TryParse(vulnerability.Id, out _) ? null : vulnerability.Id;
        if ((own ?? (cves.Count > 0 ? cves[0] : null) ?? vulnerability.OtherIds.FirstOrDefault() ?? vulnerability.Id ?? vulnerability.Ref) is not { } id)
        {
            warnings.Add("{0} vulnerabilities have no id and were left out");
            return [];
        }

        var draft = Draft(vulnerability, id, cves);
        var affects = vulnerability.Affects.Count > 0 ? vulnerability.Affects : [new BomAffect()];
        return affects.Select(affect => One(vulnerability, draft, affect));
    }

    private ReportedFinding One(BomVulnerability vulnerability, Finding draft, BomAffect affect)
    {
        var component = contents.Find(affect.Ref);
        var version = component?.Version ?? affect.Version;
        var id = draft.Rule.Id;
        var name = component?.Id;
        var finding = draft with
        {
            Title = CleanText.Line(component is null ? id : $"{id} in {component.Label} {version}", FindingLimits.TitleCharacters),
            Place = new Place { Component = name, Version = version },
        };
        var where = $"{name}|{version}";
        var identities = new List<string> { $"vuln:{id}|{vulnerability.Source.Name}|{where}" };
        identities.AddRange(draft.Cves.Select(cve => $"cve:{cve}|{where}"));
        return new ReportedFinding(finding, identities, StateOf(vulnerability, affect)) { Justification = JustificationOf(vulnerability) };
    }

    private Finding Draft(BomVulnerability vulnerability, string id, IReadOnlyList<string> cves)
    {
        var rating = BomRating.Choose(vulnerability.Ratings, vulnerability.Source.Name);
        if (rating is null)
        {
            warnings.Add("{0} vulnerabilities have no known severity and were taken as Medium", id);
            rating = new Rating(Severity.Medium, vulnerability.Ratings.FirstOrDefault()?.Word, "default");
        }

        var cwes = new List<int>();
        foreach (var cwe in vulnerability.Cwes)
        {
            VulnerabilityIds.AddCwe(cwe, cwes);
            VulnerabilityIds.AddCwes(cwe, cwes);
        }

        var cvss = vulnerability.Ratings.Where(known => known.CvssVersion > 0 && known.Score is not null && (known.Score > 0 || known.Vector is not null))
            .MaxBy(known => known.CvssVersion);
        return new Finding
        {
            Tool = Tool,
            Rule = new Rule(id)
            {
                Description = Joined(vulnerability.Description, vulnerability.Detail),
                Advice = Joined(vulnerability.Recommendation, vulnerability.Workaround),
                HelpUrl = ReportUrl.Web(vulnerability.Source.Url),
            },
            Title = id,
            Rating = rating,
            Cwes = VulnerabilityIds.Ordered(cwes),
            Cves = cves,
            CvssScore = cvss?.Score,
            CvssVector = cvss?.Vector,
            References = ReportUrl.WebOf(null, vulnerability.Urls),
        };
    }

    private static ReportedState StateOf(BomVulnerability vulnerability, BomAffect affect)
    {
        if (vulnerability.IsRejected)
        {
            return ReportedState.Fixed;
        }

        return vulnerability.State?.ToLowerInvariant() switch
        {
            "resolved" or "resolved_with_pedigree" => ReportedState.Fixed,
            "false_positive" or "not_affected" => ReportedState.FalsePositive,
            _ => affect.IsUnaffected ? ReportedState.NotAFinding : ReportedState.Open,
        };
    }

    private static string? JustificationOf(BomVulnerability vulnerability) => vulnerability.State is null
        ? null
        : string.Join(": ", new[] { vulnerability.Justification ?? vulnerability.State, vulnerability.AnalysisDetail }.Where(part => part is not null));

    private static string? Joined(string? first, string? second) =>
        first is null || first == second ? second : second is null ? first : CleanText.Of($"{first}\n\n{second}", FindingLimits.TextCharacters);
}
