using Patchbay.Findings;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads the XML of Qualys VM in its three shapes. Source: formats page, sections 2.2 to 2.4.</summary>
public sealed class QualysVmFormat : IReportFormat
{
    /// <summary>The tool of all that Qualys VM finds, in whichever format.</summary>
    internal const string Tool = "qualys";

    /// <inheritdoc/>
    public string Scanner => "qualys";

    /// <inheritdoc/>
    public string Expects => "XML with the root element 'ASSET_DATA_REPORT', 'SCAN' or 'HOST_LIST_VM_DETECTION_OUTPUT'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => opening switch
    {
        { Kind: BodyKind.Xml, XmlRoot: "ASSET_DATA_REPORT" or "HOST_LIST_VM_DETECTION_OUTPUT" or "SCAN" } => Fit.Certain,

        // What the API answers instead of a report; reading it tells why.
        { Kind: BodyKind.Xml, XmlRoot: "SIMPLE_RETURN" } => Fit.Loose,
        _ => Fit.None,
    };

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using var xml = new XmlCursor(body, cancellationToken);
        switch (xml.Name)
        {
            case "ASSET_DATA_REPORT":
                using (var report = new AssetDataReader(take))
                {
                    return report.Read(xml, cancellationToken);
                }

            case "SCAN":
                using (var scan = new ScanReader(take))
                {
                    return scan.Read(xml);
                }

            case "HOST_LIST_VM_DETECTION_OUTPUT":
                using (var answer = new HostListReader(take))
                {
                    return answer.Read(xml);
                }

            default:
                throw new UnreadableReportException(
                    $"Qualys answered with '{xml.Name}' instead of a report: {HostListReader.ReadText(xml) ?? "it gives no reason"}");
        }
    }
}
