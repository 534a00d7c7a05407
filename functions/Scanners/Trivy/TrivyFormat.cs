using System.Text.Json;
using Patchbay.Findings;

namespace Patchbay.Scanners.Trivy;

/// <summary>Reads Trivy's JSON: images, folders, SBOMs and Kubernetes clusters, old and new. Source: formats page, section 7.</summary>
public sealed class TrivyFormat : IReportFormat
{
    private static readonly string[] ClusterLists = ["Resources", "Vulnerabilities", "Misconfigurations", "Findings"];

    /// <inheritdoc/>
    public string Scanner => "trivy";

    /// <inheritdoc/>
    public string Expects => "a JSON object with 'SchemaVersion' and 'Results' or with 'ClusterName', or an array of results with 'Target'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening)
    {
        if (opening.Kind != BodyKind.Json)
        {
            return Fit.None;
        }

        return opening.JsonRoot switch
        {
            JsonValueKind.Array when opening.Has("[].Target") => Fit.Certain,
            JsonValueKind.Array when !opening.HasObjectsIn("[]") => Fit.WhenNamed,
            JsonValueKind.Null => Fit.WhenNamed,
            JsonValueKind.Object when IsReport(opening) => Fit.Certain,
            _ => Fit.None,
        };
    }

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        var walk = new TrivyWalk(warnings, take);
        walk.Read(body, cancellationToken);
        return new ReportSummary(["trivy"], walk.IsComplete, warnings.All) { ToolVersion = walk.ToolVersion };
    }

    private static bool IsReport(ReportOpening opening) =>
        (opening.Has("SchemaVersion") && (opening.Has("Results") || opening.Has("ArtifactName")))
        || opening.Has("Results[].Target")
        || (opening.Has("ClusterName") && ClusterLists.Any(opening.Has))
        || ClusterLists.Any(list => opening.Has($"{list}[].Results") && opening.Has($"{list}[].Kind"));
}
