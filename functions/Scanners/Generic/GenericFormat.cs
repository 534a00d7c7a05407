using System.Text.Json;
using Patchbay.Findings;

namespace Patchbay.Scanners.Generic;

/// <summary>Reads our own JSON, for scanners that have no format of their own here. It is described in docs/formats.md.</summary>
public sealed class GenericFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "generic";

    /// <inheritdoc/>
    public string Expects => "a JSON object with an array 'findings' of objects with 'title' and 'severity', or such an array alone";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => opening switch
    {
        // Others call their list so too, and mark its entries.
        _ when opening.Has("findings[].findingArn") || opening.Has("findings[].match_based_id") => Fit.None,
        _ when opening.HasObjectsIn("findings[]") => Fit.Loose,
        _ when opening.Has("[].title") && opening.Has("[].severity") => Fit.Loose,
        _ when opening.Has("findings") || opening.Has("[].title") || opening.Has("[].name") => Fit.WhenNamed,

        // Other tools write arrays of other objects.
        _ when opening.JsonRoot == JsonValueKind.Array && !opening.HasObjectsIn("[]") => Fit.WhenNamed,
        _ => Fit.None,
    };

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        var survey = GenericSurvey.Of(body, cancellationToken);
        var handover = new GenericHandover(survey.Tool, static index => $"findings[{index}]", warnings, take);
        new GenericReport(handover).Read(body, cancellationToken);
        return new ReportSummary([.. handover.Tools], survey.IsComplete && handover.LeftOut == 0, warnings.All)
        {
            ToolVersion = handover.Tools.Count == 1 ? survey.Version : null,
        };
    }
}
