using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads the detections of the XML shapes that list them by host: <c>VULN_INFO</c> and the API's <c>DETECTION</c>.</summary>
internal static class QualysDetectionXml
{
    /// <summary>Reads the element we are on; its QID is empty when there is none.</summary>
    public static QualysDetection Read(XmlCursor xml, QualysHost host)
    {
        var detection = new QualysDetection { Host = host };
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "QID":
                    detection.Qid = NumberOf(xml.Attribute("id")) ?? NumberOf(xml.Line()) ?? string.Empty;
                    break;
                case "TYPE":
                    detection.Kind = QualysRating.KindOf(xml.Line());
                    break;
                case "SEVERITY":
                    detection.Severity = xml.Line();
                    break;
                case "RESULT" or "RESULTS":
                    detection.Results = xml.Text(FindingLimits.TextCharacters);
                    break;
                case "UNIQUE_VULN_ID":
                    detection.UniqueId = xml.Line();
                    break;
                default:
                    ReadPlace(xml, detection);
                    break;
            }
        }

        return detection;
    }

    /// <summary>The QID in a text such as <c>105971</c> or <c>qid_105971</c>; null when it is none.</summary>
    public static string? NumberOf(string? text)
    {
        var number = text.AsSpan();
        number = number.StartsWith("qid_", StringComparison.OrdinalIgnoreCase) ? number["qid_".Length..] : number;
        return number.Length is > 0 and <= 12 && !number.ContainsAnyExceptInRange('0', '9') ? number.Length == text!.Length ? text : number.ToString() : null;
    }

    private static void ReadPlace(XmlCursor xml, QualysDetection detection)
    {
        switch (xml.Name)
        {
            case "PORT":
                detection.Port = xml.Line();
                break;
            case "PROTOCOL":
                detection.Protocol = xml.Line();
                break;
            case "FQDN":
                detection.VirtualHost = xml.Line();
                break;
            case "INSTANCE":
                detection.Instance = xml.Line();
                break;
            case "SSL":
                detection.IsSsl = StateWords.Flag(xml.Line()) == true;
                break;
            case "VULN_STATUS" or "STATUS":
                detection.Status = xml.Line();
                break;
            case "IS_IGNORED" or "IS_DISABLED":
                detection.IsSetAside |= StateWords.Flag(xml.Line()) == true;
                break;
            case "FIRST_FOUND" or "FIRST_FOUND_DATETIME":
                detection.FirstFound = xml.Line();
                break;
        }
    }
}
