using Patchbay.Findings;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>
/// Reads an <c>ASSET_DATA_REPORT</c>. The glossary, which alone has titles and severities, stands behind the hosts, so the
/// detections are set aside until the body has been read, once, to its end.
/// </summary>
internal sealed class AssetDataReader(Action<ReportedFinding> take) : IDisposable
{
    private readonly EntrySpool detections = new();
    private readonly QualysChecks checks = new();
    private readonly ReportWarnings warnings = new();
    private QualysHost lastHost;

    /// <summary>Reads the root we are on and hands over its findings.</summary>
    public ReportSummary Read(XmlCursor xml, CancellationToken cancellationToken)
    {
        var hosts = new QualysHostList(warnings, Keep);
        var isReport = false;
        for (var root = xml.Enter(); xml.NextChild(root);)
        {
            isReport |= xml.Name is "HEADER" or "HOST_LIST";
            switch (xml.Name)
            {
                case "HOST_LIST":
                    hosts.Read(xml);
                    break;
                case "GLOSSARY":
                    ReadGlossary(xml);
                    break;
            }
        }

        xml.Finish();
        if (!isReport)
        {
            throw new UnreadableReportException("A Qualys report has a 'HEADER' or a 'HOST_LIST' element; this one has neither");
        }

        HandOver(cancellationToken);
        return new ReportSummary([QualysVmFormat.Tool], hosts.IsWhole, warnings.All);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        detections.Dispose();
        checks.Dispose();
    }

    private void HandOver(CancellationToken cancellationToken)
    {
        if (checks.Refused > 0)
        {
            warnings.Add($"The glossary has more entries than are kept; {checks.Refused:N0} were left out");
        }

        var findings = new QualysFindings(QualysVmFormat.Tool, "SEVERITY", warnings);
        var host = default(QualysHost);
        while (detections.NextEntry())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var detection = QualysDetection.Read(detections, host);
            host = detection.Host;
            take(findings.Of(detection, checks.Of(detection.Qid)));
        }
    }

    private void Keep(QualysDetection detection)
    {
        detection.Write(detections, lastHost);
        lastHost = detection.Host;
    }

    private void ReadGlossary(XmlCursor xml)
    {
        for (var glossary = xml.Enter(); xml.NextChild(glossary);)
        {
            for (var list = xml.Name == "VULN_DETAILS_LIST" ? xml.Enter() : -1; xml.NextChild(list);)
            {
                if (xml.Name == "VULN_DETAILS" && QualysDetectionXml.NumberOf(xml.Attribute("id")) is { } qid)
                {
                    checks.Shelve(ReadDetails(xml, qid));
                }
            }
        }
    }

    private static QualysCheck ReadDetails(XmlCursor xml, string qid)
    {
        var text = new QualysCheckText();
        for (var details = xml.Enter(); xml.NextChild(details);)
        {
            text.Read(xml);
        }

        return text.Build(qid);
    }
}
