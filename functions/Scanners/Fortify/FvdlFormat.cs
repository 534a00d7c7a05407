using Patchbay.Findings;

namespace Patchbay.Scanners.Fortify;

/// <summary>A bare <c>audit.fvdl</c>: the scan without what people decided about it.</summary>
public sealed class FvdlFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "fortify";

    /// <inheritdoc/>
    public string Expects => "XML with the root element 'FVDL'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => opening is { Kind: BodyKind.Xml, XmlRoot: "FVDL" } ? Fit.Certain : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using var reader = new FvdlReader(audit: null, new ReportWarnings());
        return reader.Read(body, take, cancellationToken);
    }
}
