using Patchbay.Findings;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads the XML reports of Qualys' web application scans. Source: formats page, section 2.6.</summary>
public sealed class QualysWasFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "qualys";

    /// <inheritdoc/>
    public string Expects => "XML with the root element 'WAS_SCAN_REPORT' or 'WAS_WEBAPP_REPORT'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) =>
        opening is { Kind: BodyKind.Xml, XmlRoot: "WAS_SCAN_REPORT" or "WAS_WEBAPP_REPORT" } ? Fit.Certain : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using var reader = new WasReader(take);
        return reader.Read(body, cancellationToken);
    }
}
