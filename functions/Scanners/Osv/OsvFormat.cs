using Patchbay.Findings;

namespace Patchbay.Scanners.Osv;

/// <summary>Reads OSV-Scanner's JSON. Source: formats page, section 10.</summary>
public sealed class OsvFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "osv";

    /// <inheritdoc/>
    public string Expects => "a JSON object with 'results' of 'source' and 'packages'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening)
    {
        if (opening.Has("results[].packages[]") || (opening.Has("results[].source.path") && opening.Has("results[].source.type")))
        {
            return Fit.Certain;
        }

        return opening.Has("results[]") && !opening.HasObjectsIn("results[]")
            ? opening.Has("experimental_config") ? Fit.Certain : Fit.WhenNamed
            : Fit.None;
    }

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        var walk = new OsvWalk(warnings, take);
        walk.Read(body, cancellationToken);
        return new ReportSummary(["osv"], walk.IsComplete, warnings.All);
    }
}
