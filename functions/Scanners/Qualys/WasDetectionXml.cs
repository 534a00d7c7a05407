using System.Buffers.Text;
using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads entries of web application scans. Requests and responses hold cookies; of them only the payload is kept.</summary>
internal static class WasDetectionXml
{
    /// <summary>Reads the element we are on into the detection.</summary>
    public static void Read(XmlCursor xml, WasDetection detection)
    {
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            switch (xml.Name)
            {
                case "QID":
                    detection.Qid = QualysDetectionXml.NumberOf(xml.Line()) ?? string.Empty;
                    break;
                case "UNIQUE_ID":
                    detection.UniqueId = xml.Line();
                    break;
                case "URL":
                    detection.Url = xml.Line();
                    break;
                case "PARAM":
                    detection.Parameter = xml.Line();
                    break;
                case "POTENTIAL":
                    detection.Kind = StateWords.Flag(xml.Line()) is { } isPotential
                        ? isPotential ? QualysKind.Potential : QualysKind.Confirmed
                        : detection.Kind;
                    break;
                case "IGNORED":
                    detection.IsSetAside = StateWords.Flag(xml.Line()) == true;
                    break;
                default:
                    ReadRest(xml, detection);
                    break;
            }
        }
    }

    private static void ReadRest(XmlCursor xml, WasDetection detection)
    {
        switch (xml.Name)
        {
            case "STATUS":
                detection.Status = xml.Line();
                break;
            case "FIRST_TIME_DETECTED":
                detection.FirstFound = xml.Line();
                break;
            case "DATA":
                detection.Results = Decoded(xml);
                break;
            case "PAYLOADS":
                detection.Results = ReadPayload(xml, 0) is { } payload and not "N/A" ? "Payload:\n" + payload : null;
                break;
        }
    }

    // PAYLOADS has entries of the name PAYLOAD, and in each of them is a text of that name. The first one is shown.
    private static string? ReadPayload(XmlCursor xml, int depth)
    {
        string? payload = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            if (xml.Name == "PAYLOAD")
            {
                payload ??= depth == 0 ? ReadPayload(xml, 1) : xml.Text(FindingLimits.SnippetCharacters);
            }
        }

        return payload;
    }

    private static string? Decoded(XmlCursor xml)
    {
        if (xml.Attribute("base64") != "true")
        {
            return xml.Text(FindingLimits.TextCharacters);
        }

        // Of a text that was cut, the last group of four characters may be broken.
        var text = xml.Raw(FindingLimits.TextCharacters);
        var encoded = Encoding.ASCII.GetBytes(text.ToArray());
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        Base64.DecodeFromUtf8(encoded, bytes, out _, out var length, isFinalBlock: text.Length < FindingLimits.TextCharacters);
        var plain = CleanText.Of(Encoding.UTF8.GetString(bytes, 0, length), FindingLimits.TextCharacters);
        return plain.Length == 0 ? null : plain;
    }
}
