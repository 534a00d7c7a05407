using System.Buffers;
using System.Text;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;
using Patchbay.Scanners.Zip;

namespace Patchbay.Scanners;

/// <summary>Looks at the opening of a body, never at more than its first 64 KiB (and a zip's list of members).</summary>
public static class OpeningReader
{
    private const int HeadBytes = 64 << 10;
    private const int MostLines = 20;
    private const int LineCharacters = 4_000;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\f\v"u8);

    /// <summary>Looks at a body.</summary>
    /// <param name="body">Unpacked and seekable; is left at position 0.</param>
    public static ReportOpening Read(Stream body)
    {
        var head = new byte[HeadBytes];
        body.Position = 0;
        var length = body.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        var opening = Of(head.AsSpan(0, length), body);
        body.Position = 0;
        return opening;
    }

    private static ReportOpening Of(ReadOnlySpan<byte> head, Stream body)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
        {
            return new ReportOpening { Kind = BodyKind.Zip, ZipMembers = ZipMembers(body) };
        }

        var (encoding, markBytes) = TextEncoding.Of(head);
        var isUtf8 = encoding == Encoding.UTF8;
        var text = isUtf8 ? head[markBytes..] : Encoding.Convert(encoding, Encoding.UTF8, head[markBytes..].ToArray());
        var start = text.IndexOfAnyExcept(Blanks);
        if (start < 0)
        {
            return new ReportOpening { Kind = BodyKind.Empty };
        }

        return text[start] switch
        {
            (byte)'<' => new ReportOpening { Kind = BodyKind.Xml, XmlRoot = XmlRoot(head.ToArray()) },
            (byte)'"' when IsTable(text[start..]) => new ReportOpening { Kind = BodyKind.Text, Lines = Lines(text[start..]) },
            (byte)'{' or (byte)'[' or (byte)'"' => OpeningJson.Read(text[start..]),
            _ when IsJsonWord(text[start..]) => OpeningJson.Read(text[start..]),
            _ => new ReportOpening { Kind = BodyKind.Text, Lines = Lines(text[start..]) },
        };
    }

    private static bool IsJsonWord(ReadOnlySpan<byte> text) =>
        text.TrimEnd(" \t\r\n"u8) is var word && (word.SequenceEqual("null"u8) || word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8));

    // A JSON text may be a string, and queues glue such texts together; a table's quoted field is followed by another field.
    private static bool IsTable(ReadOnlySpan<byte> text)
    {
        while (text is [(byte)'"', ..])
        {
            var end = 1;
            while (end < text.Length && text[end] != '"')
            {
                end += text[end] == '\\' ? 2 : 1;
            }

            text = text[Math.Min(end + 1, text.Length)..];
            if (text is [(byte)',' or (byte)';' or (byte)'\t' or (byte)'|' or (byte)'"', ..])
            {
                return true;
            }

            text = text[Math.Max(0, text.IndexOfAnyExcept(Blanks))..];
        }

        return text.Length > 0 && char.IsAsciiLetterUpper((char)text[0]);
    }

    private static string? XmlRoot(byte[] head)
    {
        try
        {
            using var memory = new MemoryStream(head);
            using var xml = new XmlCursor(memory, CancellationToken.None);
            return xml.Name.Length == 0 ? null : CleanText.Line(xml.Name, 100);
        }
        catch (UnreadableReportException)
        {
            return null;
        }
    }

    private static List<string> Lines(ReadOnlySpan<byte> text)
    {
        var lines = new List<string>();
        foreach (var line in Encoding.UTF8.GetString(text).AsSpan().EnumerateLines())
        {
            if (lines.Count < MostLines)
            {
                lines.Add(CleanText.Of(line, LineCharacters));
            }
        }

        return lines;
    }

    private static IReadOnlyList<string> ZipMembers(Stream body)
    {
        try
        {
            using var zip = ReportZip.Open(body, mostUnpackedBytes: 0);
            return zip.Names;
        }
        catch (UnreadableReportException)
        {
            return [];
        }
    }
}
