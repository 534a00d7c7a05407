using System.Buffers;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Json;

/// <summary>
/// The part of a JSON text that is in memory. It slides over the stream, grows for a long value up to a limit, and cuts
/// a string beyond it, so that no report needs more memory than that.
/// </summary>
internal sealed class JsonWindow
{
    /// <summary>Longest value held, in bytes. Ten times what the longest text kept can take in its longest spelling.</summary>
    public const int MostBytes = 2 << 20;

    private const int FirstBytes = 64 << 10;

    // What is kept of a string that is too long; more than any text we keep can need.
    private const int KeptBytes = 512 << 10;

    private static readonly SearchValues<byte> BetweenValues = SearchValues.Create(" \t\r\n,:"u8);
    private readonly Stream stream;
    private readonly CancellationToken cancellationToken;
    private byte[] bytes = new byte[FirstBytes];
    private int filled;

    /// <summary>Opens a window at the beginning of a body, whatever its encoding.</summary>
    /// <param name="body">Seekable; stays open.</param>
    public JsonWindow(Stream body, CancellationToken cancellationToken)
    {
        stream = TextEncoding.AsUtf8(body);
        this.cancellationToken = cancellationToken;
        Fill();
    }

    /// <summary>What is in memory.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, filled);

    /// <summary>Whether the text ends with <see cref="Bytes"/>.</summary>
    public bool IsLast { get; private set; }

    /// <summary>How many bytes of the text, as UTF-8, stand before <see cref="Bytes"/>.</summary>
    public long Offset { get; private set; }

    /// <summary>How many strings were cut for their length.</summary>
    public int CutStrings { get; private set; }

    /// <summary>Drops what was used and reads on.</summary>
    /// <param name="used">Bytes from the front; 0 when not even one value fits into the window.</param>
    /// <exception cref="UnreadableReportException">A value that is no string is longer than the limit.</exception>
    public void Slide(int used)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Drop(used);
        if (filled == bytes.Length && bytes.Length < MostBytes)
        {
            Array.Resize(ref bytes, bytes.Length * 2);
        }
        else if (filled == bytes.Length)
        {
            CutString();
        }

        Fill();
    }

    /// <summary>Drops what was used without reading on.</summary>
    public void Drop(int used)
    {
        Bytes[used..].CopyTo(bytes);
        filled -= used;
        Offset += used;
    }

    private void Fill()
    {
        if (filled < bytes.Length)
        {
            var read = stream.Read(bytes, filled, bytes.Length - filled);
            filled += read;
            IsLast = read == 0;
        }
    }

    // The reader sees a shorter string and never knows.
    private void CutString()
    {
        var start = Bytes.IndexOfAnyExcept(BetweenValues);
        if (start < 0 || bytes[start] != '"')
        {
            throw new UnreadableReportException($"A number, or the blanks between two values, are longer than {MostBytes:N0} bytes", $"byte {Offset}");
        }

        var (end, isClosed) = SafeEnd(start + 1, start + KeptBytes);
        if (isClosed)
        {
            throw new UnreadableReportException($"The blanks between two values are longer than {MostBytes:N0} bytes", $"byte {Offset}");
        }

        var scan = new JsonScan(isInString: true);
        var from = end;
        int quote;
        while ((quote = scan.FindStringEnd(Bytes[from..])) < 0 && !IsLast)
        {
            Offset += filled - end;
            filled = from = end;
            Fill();
        }

        if (quote >= 0)
        {
            var rest = from + quote;
            Bytes[rest..].CopyTo(bytes.AsSpan(end));
            Offset += rest - end;
            filled -= rest - end;
            CutStrings++;
        }
    }

    // Where the string can be cut without splitting an escape or a character.
    private (int End, bool IsClosed) SafeEnd(int from, int limit)
    {
        var i = from;
        while (i < limit)
        {
            var step = bytes[i] switch
            {
                (byte)'"' => 0,
                (byte)'\\' => bytes[i + 1] == 'u' ? 6 : 2,
                < 0xC0 => 1,
                < 0xE0 => 2,
                < 0xF0 => 3,
                _ => 4,
            };
            if (step == 0)
            {
                return (i, true);
            }

            i += step;
        }

        return (i, false);
    }
}
