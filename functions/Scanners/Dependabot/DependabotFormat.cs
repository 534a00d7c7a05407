using System.Text.Json;
using Patchbay.Findings;

namespace Patchbay.Scanners.Dependabot;

/// <summary>Reads Dependabot alerts: GraphQL answers, REST lists, webhook bodies. Source: formats page, section 9.</summary>
public sealed class DependabotFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "dependabot";

    /// <inheritdoc/>
    public string Expects => "a GraphQL answer with 'vulnerabilityAlerts', an array of alerts with 'security_advisory', or one 'alert'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening)
    {
        if (opening.Has("[].security_advisory") || opening.Has("[].security_vulnerability") || opening.Has("alert.security_advisory")
            || opening.Has("alert.security_vulnerability")
            || opening.Paths.Any(path => path.EndsWith("vulnerabilityAlerts", StringComparison.Ordinal)))
        {
            return Fit.Certain;
        }

        return opening.JsonRoot == JsonValueKind.Array && !opening.HasObjectsIn("[]") ? Fit.WhenNamed : Fit.None;
    }

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        var walk = new DependabotWalk(body, warnings, take, cancellationToken);
        walk.Read();
        return new ReportSummary(["dependabot"], walk.IsWhole, warnings.All);
    }
}
