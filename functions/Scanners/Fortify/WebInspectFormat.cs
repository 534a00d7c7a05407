using Patchbay.Findings;

namespace Patchbay.Scanners.Fortify;

/// <summary>The XML export of WebInspect, Fortify's dynamic scanner.</summary>
public sealed class WebInspectFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "fortify";

    /// <inheritdoc/>
    public string Expects => "XML with the root element 'Scan' and 'Issues' in it";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => opening is { Kind: BodyKind.Xml, XmlRoot: "Scan" } ? Fit.Certain : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken) =>
        new WebInspectReader(take).Read(body, cancellationToken);
}
