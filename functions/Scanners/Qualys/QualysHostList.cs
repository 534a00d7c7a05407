using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads a <c>HOST_LIST</c> with the detections on each host: <c>VULN_INFO</c> in reports, <c>DETECTION</c> in answers of the API.</summary>
/// <param name="take">Called for every detection that has a QID.</param>
internal sealed class QualysHostList(ReportWarnings warnings, Action<QualysDetection> take)
{
    /// <summary>False when something of the list was not taken.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Reads the list we are on.</summary>
    public void Read(XmlCursor xml)
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
            if (xml.Name is "VULN_INFO_LIST" or "DETECTION_LIST")
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
            if (xml.Name is not ("VULN_INFO" or "DETECTION"))
            {
                continue;
            }

            var where = xml.Where;
            var detection = QualysDetectionXml.Read(xml, host);
            if (detection.Qid.Length > 0)
            {
                take(detection);
            }
            else
            {
                warnings.Add("Detections without a QID were left out", where);
                IsWhole = false;
            }
        }
    }
}
