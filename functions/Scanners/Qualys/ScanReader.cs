using Patchbay.Findings;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads the results of one scan, <c>SCAN</c>: every entry tells its QID's texts itself.</summary>
internal sealed class ScanReader : IDisposable
{
    private readonly Action<ReportedFinding> take;
    private readonly QualysChecks checks = new();
    private readonly ReportWarnings warnings = new();
    private readonly QualysFindings findings;
    private bool isWhole = true;

    public ScanReader(Action<ReportedFinding> take)
    {
        this.take = take;
        findings = new QualysFindings(QualysVmFormat.Tool, "severity", warnings);
    }

    /// <summary>Reads the root we are on and hands over its findings.</summary>
    public ReportSummary Read(XmlCursor xml)
    {
        var isScan = false;
        for (var root = xml.Enter(); xml.NextChild(root);)
        {
            isScan |= xml.Name is "HEADER" or "IP";
            switch (xml.Name)
            {
                case "HEADER":
                    ReadHeader(xml);
                    break;
                case "IP":
                    ReadHost(xml);
                    break;
                case "ERROR":
                    warnings.Add("The scan reports an error: " + (xml.Line() ?? "without text"));
                    isWhole = false;
                    break;
            }
        }

        xml.Finish();
        return isScan
            ? new ReportSummary([QualysVmFormat.Tool], isWhole, warnings.All)
            : throw new UnreadableReportException("The results of a Qualys scan have a 'HEADER' or an 'IP' element; this has neither");
    }

    /// <inheritdoc/>
    public void Dispose() => checks.Dispose();

    private void ReadHeader(XmlCursor xml)
    {
        for (var header = xml.Enter(); xml.NextChild(header);)
        {
            if (xml.Name == "KEY" && xml.Attribute("value") == "STATUS" && xml.Line() is { } status && status != "FINISHED")
            {
                warnings.Add($"The scan did not finish, its status is {status}");
                isWhole = false;
            }
        }
    }

    private void ReadHost(XmlCursor xml)
    {
        var host = new QualysHost { Addresses = xml.Attribute("value"), Name = xml.Attribute("name") };
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "VULNS":
                    ReadBlock(xml, host, QualysKind.Confirmed);
                    break;
                case "PRACTICES":
                    ReadBlock(xml, host, QualysKind.Potential);
                    break;
                case "INFOS" or "SERVICES":
                    ReadBlock(xml, host, QualysKind.Information);
                    break;
                default:
                    host = QualysHostXml.With(host, xml);
                    break;
            }
        }
    }

    private void ReadBlock(XmlCursor xml, QualysHost host, QualysKind kind)
    {
        for (var block = xml.Enter(); xml.NextChild(block);)
        {
            var isCategory = xml.Name == "CAT";
            var (port, protocol) = (xml.Attribute("port"), xml.Attribute("protocol"));
            var isSsl = xml.Attribute("misc")?.Contains("ssl", StringComparison.OrdinalIgnoreCase) == true;
            for (var category = isCategory ? xml.Enter() : -1; xml.NextChild(category);)
            {
                if (xml.Name is "VULN" or "PRACTICE" or "INFO" or "SERVICE")
                {
                    ReadEntry(xml, new QualysDetection { Host = host, Kind = kind, Port = port, Protocol = protocol, IsSsl = isSsl });
                }
            }
        }
    }

    private void ReadEntry(XmlCursor xml, QualysDetection detection)
    {
        if (QualysDetectionXml.NumberOf(xml.Attribute("number")) is not { } qid)
        {
            warnings.Add("Entries without a QID were left out", xml.Where);
            isWhole = false;
            return;
        }

        detection.Qid = qid;
        detection.Severity = xml.Attribute("severity");
        var known = checks.Find(qid);
        var text = new QualysCheckText();
        text.AddCves(xml.Attribute("cveid"));
        for (var entry = xml.Enter(); xml.NextChild(entry);)
        {
            if (xml.Name == "RESULT")
            {
                detection.Results = xml.Text(FindingLimits.TextCharacters);
            }
            else if (known is null)
            {
                text.Read(xml);
            }
        }

        take(findings.Of(detection, known ?? checks.Keep(text.Build(qid))));
    }
}
