using System.Globalization;
using System.Xml;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Xml;

/// <summary>
/// Walks an XML body of any size, forwards, in bounded memory: no DTD, no entity but the five predefined, no look outside,
/// capped depth, names and tags; of a long text only the beginning is ever held.
/// </summary>
/// <remarks>Every member may throw <see cref="UnreadableReportException"/> when the XML is broken or cut off.</remarks>
internal sealed class XmlCursor : IDisposable
{
    private const int MostDepth = 256;
    private const int NoChildren = -1;
    private readonly BodyText text;
    private readonly XmlReader reader;
    private readonly TextPool pool = new();
    private char[] buffer = new char[4096];

    /// <summary>Begins on the root element.</summary>
    /// <param name="body">Need not be seekable; is read from its present position and stays open.</param>
    public XmlCursor(Stream body, CancellationToken cancellationToken)
    {
        text = new BodyText(body, isXml: true, cancellationToken);
        reader = XmlReader.Create(text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
            CheckCharacters = false,
            IgnoreWhitespace = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            NameTable = new BoundedNames(),
        });
        while (Read() && reader.NodeType != XmlNodeType.Element)
        {
        }
    }

    /// <summary>Local name of the element we are on.</summary>
    public string Name => reader.LocalName;

    /// <summary>Where we are, for a person.</summary>
    public string Where => reader is IXmlLineInfo at && at.HasLineInfo() ? string.Create(CultureInfo.InvariantCulture, $"line {at.LineNumber}") : "the body";

    /// <summary>Goes into the element we are on.</summary>
    /// <returns>What <see cref="NextChild"/> needs to stay in it.</returns>
    public int Enter() => reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement ? reader.Depth : NoChildren;

    /// <summary>Goes to the next child element, past whatever of the one before was not read.</summary>
    /// <param name="parent">What <see cref="Enter"/> gave.</param>
    /// <returns>False at the parent's end.</returns>
    public bool NextChild(int parent)
    {
        if (parent == NoChildren)
        {
            return false;
        }

        while (Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == parent + 1)
            {
                return true;
            }

            if (reader.Depth <= parent)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>An attribute as one clean line; null when it is missing or blank.</summary>
    public string? Attribute(string name)
    {
        var value = reader.GetAttribute(name);
        return value is { Length: > 0 and <= FindingLimits.NameCharacters } && !value.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? value
            : NullIfEmpty(pool.Line(value, FindingLimits.NameCharacters));
    }

    /// <summary>The element's whole text as one clean line of at most <see cref="FindingLimits.NameCharacters"/>; null when it is blank.</summary>
    public string? Line() => NullIfEmpty(pool.Line(Raw(FindingLimits.NameCharacters), FindingLimits.NameCharacters));

    /// <summary>The element's whole text, clean, its lines kept; null when it is blank.</summary>
    public string? Text(int maxCharacters) => NullIfEmpty(CleanText.Of(Raw(maxCharacters), maxCharacters));

    /// <summary>The element's text as it stands, also that of the elements in it. Valid until the next reading.</summary>
    /// <param name="maxCharacters">What is beyond twice that is not read: the cleaning drops some.</param>
    public ReadOnlySpan<char> Raw(int maxCharacters)
    {
        var length = 0;
        var parent = Enter();
        while (parent != NoChildren && Read() && reader.Depth > parent)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                length = Gather(length, maxCharacters * 2);
            }
        }

        return buffer.AsSpan(0, length);
    }

    /// <summary>Reads to the end of the body, so that a cut-off one is noticed.</summary>
    public void Finish()
    {
        while (Read())
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        text.Dispose();
    }

    private int Gather(int length, int most)
    {
        while (length < most)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, most));
            }

            var read = Chunk(length, Math.Min(buffer.Length, most) - length);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return length;
    }

    private int Chunk(int at, int count)
    {
        try
        {
            return reader.ReadValueChunk(buffer, at, count);
        }
        catch (XmlException broken)
        {
            throw Unreadable(broken);
        }
    }

    private bool Read()
    {
        try
        {
            if (!reader.Read())
            {
                return false;
            }
        }
        catch (XmlException broken)
        {
            throw Unreadable(broken);
        }
        catch (UnreadableReportException broken) when (broken.At is null)
        {
            throw new UnreadableReportException(broken.Message, Where, broken);
        }

        return reader.Depth <= MostDepth
            ? true
            : throw new UnreadableReportException($"The XML is nested deeper than {MostDepth} elements", Where);
    }

    private static UnreadableReportException Unreadable(XmlException broken)
    {
        var what = CleanText.Line(broken.Message.Split(" Line ")[0], FindingLimits.TitleCharacters);
        return new UnreadableReportException(
            $"The body is not whole, valid XML: {what}",
            string.Create(CultureInfo.InvariantCulture, $"line {broken.LineNumber}, position {broken.LinePosition}"),
            broken);
    }

    private static string? NullIfEmpty(string line) => line.Length == 0 ? null : line;
}
