using System.Text.Json;
using Patchbay.Findings;

namespace Patchbay.Scanners.Sonar;

/// <summary>Reads what SonarQube Server and SonarQube Cloud answer: issues and hotspots, old and new. Source: formats page, section 3.</summary>
public sealed class SonarFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "sonarqube";

    /// <inheritdoc/>
    public string Expects => "a JSON object with 'issues' or 'hotspots' as the Web API answers it, or an array of these";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening)
    {
        if (opening.Has("issues[].component") || opening.Has("hotspots[].securityCategory") || opening.Has("hotspots[].vulnerabilityProbability")
            || opening.Has("[].securityCategory") || (opening.Has("[].rule") && opening.Has("[].component")) || opening.Has("sonarComponent"))
        {
            return Fit.Certain;
        }

        var hasEmptyList = (opening.Has("issues[]") && !opening.HasObjectsIn("issues[]")) || (opening.Has("hotspots[]") && !opening.HasObjectsIn("hotspots[]"));
        if (hasEmptyList)
        {
            return opening.Has("paging.total") ? Fit.Certain : Fit.WhenNamed;
        }

        return opening.JsonRoot == JsonValueKind.Array && !opening.HasObjectsIn("[]") ? Fit.WhenNamed : Fit.None;
    }

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        using var walk = new SonarWalk(warnings, take, cancellationToken);
        walk.Read(body, walk.Survey(body));
        return new ReportSummary(walk.Tools, walk.IsWhole(), warnings.All);
    }
}
