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
    private bool isWhole = true;

    /// <summary>Reads the root we are on and hands over its findings.</summary>
    public ReportSummary Read(XmlCursor xml, CancellationToken cancellationToken)
    {
        var isReport = false;
        for (var root = xml.Enter(); xml.NextChild(root);)
        {
            isReport |= xml.Name is "HEADER" or "HOST_LIST";
            switch (xml.Name)
            {
                case "HOST_LIST":
                    ReadHosts(xml);
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
        return new ReportSummary([QualysVmFormat.Tool], isWhole, warnings.All);
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

    private void ReadHosts(XmlCursor xml)
    {
        for (var list = xml.Enter(); xml.NextChild(list);)
        {
            if (xml.Name == "HOST")
            {
                ReadHost(xml);
            }
        }
    }

    // What names the host stands in front of its detections.
    private void ReadHost(XmlCursor xml)
    {
        var host = default(QualysHost);
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "VULN_INFO_LIST")
            {
                ReadDetections(xml, host);
            }
            else
            {
                host = QualysHostXml.With(host, xml);
            }
        }
    }

    private void ReadDetections(XmlCursor xml, QualysHost host)
    {
        for (var list = xml.Enter(); xml.NextChild(list);)
        {
            if (xml.Name != "VULN_INFO")
            {
                continue;
            }

            var where = xml.Where;
            var detection = QualysDetectionXml.Read(xml, host);
            if (detection.Qid.Length == 0)
            {
                warnings.Add("Detections without a QID were left out", where);
                isWhole = false;
                continue;
            }

            detection.Write(detections, lastHost);
            lastHost = host;
        }
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
