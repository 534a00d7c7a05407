using System.Text;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Spool;

/// <summary>
/// Entries of a report, set aside in their order until what they refer to, which stands behind them, is known. Written
/// field by field and read back in the same order.
/// </summary>
internal sealed class EntrySpool : IDisposable
{
    private const int WindowBytes = 64 << 10;
    private const int LengthBytes = sizeof(int);
    private const int PooledBytes = 64;
    private readonly SetAside aside = new(4 << 20);
    private readonly TextPool pool = new();
    private byte[] entry = new byte[4096];
    private int length = LengthBytes;
    private byte[] window = [];
    private int windowBytes;
    private long windowAt;
    private int at;
    private int end;

    /// <summary>Adds a text to the entry; null stays null.</summary>
    public void Write(string? text)
    {
        if (text is null)
        {
            Write(0);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Reserve(most + LengthBytes + 1);
        if (most < 0x80)
        {
            // Its length takes one byte, so it can be filled in afterwards.
            var bytes = Encoding.UTF8.GetBytes(text, entry.AsSpan(length + 1));
            entry[length] = (byte)(bytes + 1);
            length += bytes + 1;
            return;
        }

        Write(Encoding.UTF8.GetByteCount(text) + 1L);
        length += Encoding.UTF8.GetBytes(text, entry.AsSpan(length));
    }

    /// <summary>Adds a number.</summary>
    public void Write(long number)
    {
        Reserve(10);
        var rest = (ulong)number;
        for (; rest >= 0x80; rest >>= 7)
        {
            entry[length++] = (byte)(rest | 0x80);
        }

        entry[length++] = (byte)rest;
    }

    /// <summary>Ends the entry.</summary>
    public void EndEntry()
    {
        BitConverter.TryWriteBytes(entry, length - LengthBytes);
        aside.Append(entry.AsSpan(0, length));
        length = LengthBytes;
    }

    /// <summary>Goes to the next entry, the first one at first.</summary>
    /// <returns>False behind the last.</returns>
    public bool NextEntry()
    {
        at = end;
        if (!Have(LengthBytes))
        {
            return false;
        }

        var bytes = BitConverter.ToInt32(window, at);
        at += LengthBytes;
        Have(bytes);
        end = at + bytes;
        return true;
    }

    /// <summary>The next text of the entry.</summary>
    public string? ReadText()
    {
        var bytes = (int)ReadNumber() - 1;
        if (bytes < 0)
        {
            return null;
        }

        var text = window.AsSpan(at, bytes);
        at += bytes;
        if (bytes > PooledBytes)
        {
            return Encoding.UTF8.GetString(text);
        }

        Span<char> characters = stackalloc char[PooledBytes];
        return pool.Keep(characters[..Encoding.UTF8.GetChars(text, characters)]);
    }

    /// <summary>The next number of the entry.</summary>
    public long ReadNumber()
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = window[at++];
            number |= (b & 0x7FUL) << shift;
            if (b < 0x80)
            {
                return (long)number;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => aside.Dispose();

    private void Reserve(int more)
    {
        if (length + more > entry.Length)
        {
            Array.Resize(ref entry, Math.Max(entry.Length * 2, length + more));
        }
    }

    // Brings that many bytes from the present one on into the window.
    private bool Have(int bytes)
    {
        if (at + bytes <= windowBytes)
        {
            return true;
        }

        windowAt += at;
        at = end = 0;
        if (window.Length < bytes)
        {
            window = new byte[Math.Max(WindowBytes, bytes)];
        }

        windowBytes = aside.Read(windowAt, window);
        return windowBytes >= bytes;
    }
}
