using System.Buffers;
using System.Text;

namespace Patchbay.Scanners.Text;

/// <summary>
/// A body as characters, whatever its encoding. Characters that no text may hold become U+0080, which XML allows and
/// <see cref="CleanText"/> drops, so that each costs itself and not the report.
/// </summary>
internal sealed class BodyText : TextReader
{
    private const int ChunkBytes = 64 << 10;
    private const char Dropped = '\u0080';
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F");

#pragma warning disable CA2213 // The body belongs to the caller.
    private readonly Stream body;
#pragma warning restore CA2213
    private readonly Xml.MarkupGuard? guard;
    private readonly CancellationToken cancellationToken;
    private readonly Decoder decoder;
    private readonly byte[] bytes = new byte[ChunkBytes];
    private int start;
    private int end;
    private bool isEnded;
    private bool isDone;
    private char? second;

    /// <summary>Begins at the body's present position.</summary>
    /// <param name="body">Need not be seekable; stays open.</param>
    /// <param name="isXml">Whether an XML declaration may name the encoding.</param>
    public BodyText(Stream body, bool isXml, CancellationToken cancellationToken)
    {
        this.body = body;
        guard = isXml ? new Xml.MarkupGuard() : null;
        this.cancellationToken = cancellationToken;
        end = body.ReadAtLeast(bytes, ChunkBytes, throwOnEndOfStream: false);
        isEnded = end < ChunkBytes;
        var (encoding, markBytes) = TextEncoding.Of(bytes.AsSpan(0, end));
        start = markBytes;
        if (isXml)
        {
            // Nothing may stand before an XML declaration, not even a blank line that something added.
            var text = bytes.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r\n"u8);
            start += Math.Max(text, 0);
        }

        decoder = (isXml ? Xml.XmlDeclaration.Encoding(bytes.AsSpan(0, end), encoding) : encoding).GetDecoder();
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.Length < 2 || second is not null)
        {
            return ReadOne(buffer);
        }

        while (!isDone)
        {
            if (start == end && !isEnded)
            {
                Fill();
            }

            decoder.Convert(bytes.AsSpan(start, end - start), buffer, isEnded, out var used, out var made, out var isComplete);
            start += used;
            isDone = isEnded && isComplete && start == end;
            Replace(buffer[..made]);
            if ((guard?.Pass(buffer[..made]) ?? made) is var kept and > 0)
            {
                return kept;
            }
        }

        return 0;
    }

    // A character outside the basic plane takes two places.
    private int ReadOne(Span<char> buffer)
    {
        Span<char> two = stackalloc char[2];
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (second is { } left)
        {
            second = null;
            buffer[0] = left;
            return 1;
        }

        var read = Read(two);
        buffer[0] = two[0];
        second = read == 2 ? two[1] : null;
        return Math.Min(read, 1);
    }

    private void Fill()
    {
        start = 0;
        end = body.Read(bytes, 0, bytes.Length);
        isEnded = end == 0;
    }

    private static void Replace(Span<char> text)
    {
        if (text.IndexOfAny('\uFFFE', '\uFFFF') >= 0)
        {
            text.Replace('\uFFFE', Dropped);
            text.Replace('\uFFFF', Dropped);
        }

        for (int at; (at = text.IndexOfAny(Controls)) >= 0; text = text[(at + 1)..])
        {
            text[at] = Dropped;
        }
    }
}
