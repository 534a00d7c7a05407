using Patchbay.Findings;

namespace Patchbay.Scanners.Fortify;

/// <summary>The XML that Fortify's report generator and Audit Workbench write.</summary>
public sealed class FortifyReportFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "fortify";

    /// <inheritdoc/>
    public string Expects => "XML with the root element 'ReportDefinition'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => opening is { Kind: BodyKind.Xml, XmlRoot: "ReportDefinition" } ? Fit.Certain : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken) =>
        new FortifyReportReader(take).Read(body, cancellationToken);
}
