using Patchbay.Findings;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>Reads the vulnerabilities of CycloneDX bills of materials and VEX documents in XML. Source: formats page, section 6.</summary>
public sealed class CycloneDxXmlFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "cyclonedx";

    /// <inheritdoc/>
    public string Expects => "XML with the root element 'bom'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => opening.XmlRoot == "bom" ? Fit.Certain : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        body.Position = 0;
        using var cursor = new XmlCursor(body, cancellationToken);
        using var contents = new BomContents();
        var report = new BomReport(contents, take);
        var root = cursor.Enter();
        while (cursor.NextChild(root))
        {
            if (cursor.Name == "vulnerabilities")
            {
                contents.HasVulnerabilities = true;
                ReadVulnerabilities(cursor, report);
            }
            else if (contents.HasVulnerabilities && cursor.Name is "metadata" or "components" or "services")
            {
                // The schema prescribes the order. Findings were handed over already, with keys that lack what now comes.
                throw new UnreadableReportException($"The element '{cursor.Name}' must stand before 'vulnerabilities'", cursor.Where);
            }
            else
            {
                BomContents.Elements.ReadOne(cursor, contents);
            }
        }

        cursor.Finish();
        return report.Summary();
    }

    private static void ReadVulnerabilities(XmlCursor cursor, BomReport report)
    {
        var list = cursor.Enter();
        while (cursor.NextChild(list))
        {
            if (cursor.Name == "vulnerability")
            {
                report.Take(BomVulnerability.Of(cursor));
            }
        }
    }
}
