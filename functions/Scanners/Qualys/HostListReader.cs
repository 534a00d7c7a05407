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
    private readonly QualysHostList hosts;
    private bool isPage;

    public HostListReader(Action<ReportedFinding> take)
    {
        this.take = take;
        hosts = new QualysHostList(warnings, Take);
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
                    hosts.Read(xml);
                }
                else if (xml.Name == "WARNING")
                {
                    warnings.Add("The answer is one page of several: " + (ReadText(xml) ?? "it ends with a warning"));
                    isPage = true;
                }
            }
        }

        xml.Finish();
        return hasResponse
            ? new ReportSummary([QualysVmFormat.Tool], hosts.IsWhole && !isPage, warnings.All)
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

    private void Take(QualysDetection detection) => take(findings.Of(detection, checks.Of(detection.Qid)));
}
