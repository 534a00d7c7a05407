using System.Text.Json;
using Patchbay.Findings;

namespace Patchbay.Scanners.Inspector;

/// <summary>Reads Amazon Inspector v2: lists of findings, and events one by one, in arrays, lines or without anything between them.</summary>
/// <remarks>Source: formats page, section 4.</remarks>
public sealed class InspectorFormat : IReportFormat
{
    private static readonly string[] Wrappings = ["Records[].body", "Messages[].Body"];

    /// <inheritdoc/>
    public string Scanner => "inspector";

    /// <inheritdoc/>
    public string Expects => "a JSON object with 'findings' of 'findingArn', or events of 'aws.inspector2'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening)
    {
        if (opening.Has("findings[].findingArn") || opening.Has("findings[].awsAccountId") || IsBare(opening)
            || opening.Members.GetValueOrDefault("source") == "aws.inspector2" || opening.Has("detail.findingArn") || opening.Has("[].detail.findingArn"))
        {
            return Fit.Certain;
        }

        // What is wrapped up as text cannot be told from other services' messages.
        var mayBe = Wrappings.Any(opening.Has) || (opening.Has("Message") && opening.Has("MessageId")) || opening.Has("detail-type") || opening.Has("[].detail-type");
        return mayBe || (opening.Has("findings[]") && !opening.HasObjectsIn("findings[]")) || (opening.JsonRoot == JsonValueKind.Array && !opening.HasObjectsIn("[]"))
            ? Fit.WhenNamed
            : Fit.None;
    }

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        var walk = new InspectorWalk(IsBare(OpeningReader.Read(body)), warnings, take);
        walk.Read(body, cancellationToken);
        return new ReportSummary(["inspector"], walk.IsWhole, warnings.All);
    }

    private static bool IsBare(ReportOpening opening) => opening.Has("findingArn") || opening.Has("[].findingArn");
}
