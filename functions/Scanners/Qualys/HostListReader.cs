using Patchbay.Findings;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads an answer of the detection API, <c>HOST_LIST_VM_DETECTION_OUTPUT</c>. It has no texts: these are in the knowledge base alone.</summary>
internal sealed class HostListReader : IDisposable
{
    private readonly Action<ReportedFinding> take;
    private readonly QualysChecks checks = new();
    private readonly ReportWarnings warnings = new();
    private readonly QualysFindings findings;
    private bool isWhole = true;

    public HostListReader(Action<ReportedFinding> take)
    {
        this.take = take;
        findings = new QualysFindings(QualysVmFormat.Tool, "SEVERITY", warnings);
    }

    /// <summary>Reads the root we are on and hands over its findings.</summary>
    public ReportSummary Read(XmlCursor xml)
    {
        var hasResponse = false;
        for (var root = xml.Enter(); xml.NextChild(root);)
        {
            hasResponse |= xml.Name == "RESPONSE";
            for (var response = xml.Name == "RESPONSE" ? xml.Enter() : -1; xml.NextChild(response);)
            {
                if (xml.Name == "HOST_LIST")
                {
                    ReadHosts(xml);
                }
                else if (xml.Name == "WARNING")
                {
                    warnings.Add("The answer is one page of several: " + (ReadText(xml) ?? "it ends with a warning"));
                    isWhole = false;
                }
            }
        }

        xml.Finish();
        return hasResponse
            ? new ReportSummary([QualysVmFormat.Tool], isWhole, warnings.All)
            : throw new UnreadableReportException("An answer of the detection API has a 'RESPONSE' element; this one has none");
    }

    /// <summary>The <c>TEXT</c> of the element we are on, which explains it.</summary>
    public static string? ReadText(XmlCursor xml)
    {
        string? text = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            text = xml.Name switch
            {
                "TEXT" => xml.Line(),
                "RESPONSE" => ReadText(xml),
                _ => text,
            };
        }

        return text;
    }

    /// <inheritdoc/>
    public void Dispose() => checks.Dispose();

    private void ReadHosts(XmlCursor xml)
    {
        for (var list = xml.Enter(); xml.NextChild(list);)
        {
            var host = default(QualysHost);
            for (var parent = xml.Name == "HOST" ? xml.Enter() : -1; xml.NextChild(parent);)
            {
                if (xml.Name == "DETECTION_LIST")
                {
                    ReadDetections(xml, host);
                }
                else
                {
                    host = QualysHostXml.With(host, xml);
                }
            }
        }
    }

    private void ReadDetections(XmlCursor xml, QualysHost host)
    {
        for (var list = xml.Enter(); xml.NextChild(list);)
        {
            if (xml.Name != "DETECTION")
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

            take(findings.Of(detection, checks.Of(detection.Qid)));
        }
    }
}
