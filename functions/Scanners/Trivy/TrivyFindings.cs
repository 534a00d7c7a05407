using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Trivy;

/// <summary>Makes findings of a report's entries. Source: formats page, section 7.</summary>
internal sealed class TrivyFindings(ReportWarnings warnings)
{
    private const string Tool = "trivy";
    private readonly RuleShelf rules = new();

    /// <summary>Makes a finding; null for an entry without an id, which a warning tells.</summary>
    public ReportedFinding? Of(TrivyKind kind, TrivyEntry entry, TrivyTarget target)
    {
        if (entry.Id is null && (kind != TrivyKind.License || entry.Name is null))
        {
            warnings.Add("{0} entries have no id and were left out", entry.Package ?? target.Name);
            return null;
        }

        return kind switch
        {
            TrivyKind.Misconfiguration => Misconfiguration(entry, entry.Id!, target),
            TrivyKind.Secret => Secret(entry, entry.Id!, target),
            TrivyKind.License => License(entry, entry.Name ?? entry.Id!, target),
            _ => Vulnerability(entry, entry.Id!, target),
        };
    }

    private ReportedFinding Vulnerability(TrivyEntry entry, string id, TrivyTarget target)
    {
        var package = PackageUrl.Of(entry.Purl);
        var path = ReportPath.Normalise(entry.PackagePath) ?? target.Path;
        var cvss = TrivySeverity.CvssOf(entry);
        var finding = Draft(entry, id, target, entry.Title is null ? $"{id} in {entry.Package} {entry.Version}" : $"{id}: {entry.Title}") with
        {
            Place = new Place
            {
                Path = path,
                Symbol = target.Resource.Symbol,
                Component = package?.Plain ?? entry.Package,
                Version = entry.Version ?? package?.Version,
                FixedVersion = entry.FixedVersion,
            },
            Cves = VulnerabilityIds.IdsOf(id, entry.VendorIds),
            CvssScore = cvss?.Score,
            CvssVector = cvss?.Vector,
            Advice = Advice(entry),
        };
        var place = entry.PackagePath is null ? target.Key : path;
        return new ReportedFinding(
            finding, [$"vuln:{id}|{entry.Package}|{entry.Version}|{place}|{target.Resource.Key}"], StateOf(entry.Status));
    }

    private ReportedFinding Misconfiguration(TrivyEntry entry, string id, TrivyTarget target)
    {
        var isFile = target.Path is not null;
        var finding = Draft(entry, id, target, entry.Title ?? id) with
        {
            Message = entry.Message,
            Place = new Place
            {
                Path = target.Path,
                Line = isFile ? Positive(entry.Line) : null,
                EndLine = isFile ? Positive(entry.EndLine) : null,
                Snippet = entry.CodeLines,
                Symbol = target.Resource.IsInCluster ? target.Resource.Symbol : entry.Resource,
            },
        };
        var place = $"{target.Key}|{entry.Resource}|{target.Resource.Key}|{entry.Message}";
        IReadOnlyList<string> identities = entry.OtherId is { } other && other != id ? [$"misconf:{id}|{place}", $"misconf:{other}|{place}"] : [$"misconf:{id}|{place}"];
        var state = entry.Status?.ToUpperInvariant() switch
        {
            "PASS" => ReportedState.NotAFinding,
            "EXCEPTION" => ReportedState.Suppressed,
            _ => ReportedState.Open,
        };
        return new ReportedFinding(finding, identities, state) { Justification = state == ReportedState.Suppressed ? "Exception in Trivy" : null };
    }

    private ReportedFinding Secret(TrivyEntry entry, string id, TrivyTarget target)
    {
        var finding = Draft(entry, id, target, entry.Title ?? id) with
        {
            Place = new Place
            {
                Path = target.Path,
                Line = Positive(entry.Line),
                EndLine = Positive(entry.EndLine),
                Snippet = entry.Snippet,
                Symbol = target.Resource.Symbol,
            },
        };
        var secret = entry.Snippet is null ? $"line {entry.Line}" : entry.Snippet;
        return new ReportedFinding(finding, [$"secret:{id}|{target.Key}|{target.Resource.Key}|{secret}"], ReportedState.Open);
    }

    private ReportedFinding License(TrivyEntry entry, string name, TrivyTarget target)
    {
        var where = entry.Package ?? entry.FilePath;
        var finding = Draft(entry, name, target, $"License {name}{(entry.Category is null ? string.Empty : $" ({entry.Category})")} in {where ?? target.Name}") with
        {
            Rating = TrivySeverity.Of(entry, Severity.Info, warnings),
            Place = new Place
            {
                Path = ReportPath.Normalise(entry.FilePath) ?? target.Path,
                Component = entry.Package,
                Symbol = target.Resource.Symbol,
            },
        };
        return new ReportedFinding(finding, [$"license:{name}|{where}|{target.Key}|{target.Resource.Key}"], ReportedState.Open);
    }

    private Finding Draft(TrivyEntry entry, string id, TrivyTarget target, string title)
    {
        return new Finding
        {
            Tool = Tool,
            Rule = rules.Find(id) ?? rules.Keep(new Rule(id)
            {
                Name = entry.Title is null ? null : CleanText.Line(entry.Title, FindingLimits.TitleCharacters),
                Description = entry.Description,
                Advice = entry.Resolution,
                HelpUrl = ReportUrl.Web(entry.Url),
            }),
            Title = CleanText.Line(title, FindingLimits.TitleCharacters),
            Rating = TrivySeverity.Of(entry, Severity.Medium, warnings),
            Cwes = VulnerabilityIds.CwesOf(entry.Cwes),
            References = ReportUrl.WebOf(null, entry.References),
        };
    }


    private static string? Advice(TrivyEntry entry) => (entry.FixedVersion, entry.Status) switch
    {
        ({ } version, _) => $"Upgrade {entry.Package} {entry.Version} to {version}.",
        (null, "will_not_fix") => "The vendor will not fix it.",
        (null, "fix_deferred") => "The vendor has put off the fix.",
        (null, "end_of_life") => "The package is no longer maintained.",
        _ => null,
    };

    // The status tells how the fix stands, not what a person decided; only one word takes the problem away.
    private static ReportedState StateOf(string? status) =>
        string.Equals(status, "not_affected", StringComparison.OrdinalIgnoreCase) ? ReportedState.FalsePositive : ReportedState.Open;

    private static int? Positive(int? line) => line > 0 ? line : null;
}
