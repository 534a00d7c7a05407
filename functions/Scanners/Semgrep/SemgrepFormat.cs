using Patchbay.Findings;

namespace Patchbay.Scanners.Semgrep;

/// <summary>Reads what Semgrep's command line and its platform write: code, secrets and supply chain. Source: formats page, section 8.</summary>
public sealed class SemgrepFormat : IReportFormat
{
    private static readonly string[] Lists = ["results", "findings", "vulns"];

    /// <inheritdoc/>
    public string Scanner => "semgrep";

    /// <inheritdoc/>
    public string Expects => "a JSON object with 'results' of 'check_id', 'findings' of 'match_based_id', or 'vulns'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening)
    {
        if (opening.Has("results[].check_id") || opening.Has("findings[].match_based_id") || opening.Has("findings[].rule_name")
            || opening.Has("vulns[].advisory") || opening.Has("skipped_rules[]") || opening.Has("paths.scanned[]"))
        {
            return Fit.Certain;
        }

        // The errors stand first, and many of them fill the whole opening.
        if (opening.Has("errors[].level") && (opening.Has("errors[].type") || opening.Has("errors[].code")))
        {
            return Fit.Loose;
        }

        return Lists.Any(list => opening.Has($"{list}[]") && !opening.HasObjectsIn($"{list}[]")) ? Fit.WhenNamed : Fit.None;
    }

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        var walk = new SemgrepWalk(warnings, take);
        walk.Read(body, cancellationToken);
        return new ReportSummary(["semgrep"], walk.IsWhole, warnings.All) { ToolVersion = walk.ToolVersion };
    }
}
