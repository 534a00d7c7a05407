using System.Numerics;
using System.Runtime.Intrinsics;

namespace Patchbay.Scanners.Json;

/// <summary>
/// Finds the end of a string, an array or an object by its quotes and brackets alone, chunk by chunk, 64 bytes at a time:
/// for every byte of a block a bit says whether it is a quote, lies in a string, is a bracket.
/// </summary>
internal struct JsonScan(bool isInString)
{
    private const int BlockBytes = 64;
    private ulong stringBits = isInString ? ulong.MaxValue : 0;
    private bool isEscaped;
    private int depth;

    /// <summary>Looks for the quote that ends the string we are in.</summary>
    /// <returns>Its index; negative when the chunk ends first.</returns>
    public int FindStringEnd(ReadOnlySpan<byte> chunk)
    {
        var i = isEscaped && !chunk.IsEmpty ? 1 : 0;
        isEscaped &= chunk.IsEmpty;
        while (i < chunk.Length)
        {
            var mark = chunk[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (mark < 0)
            {
                return -1;
            }

            i += mark;
            if (chunk[i] == '"')
            {
                return i;
            }

            isEscaped = i + 1 == chunk.Length;
            i += 2;
        }

        return -1;
    }

    /// <summary>Looks for the bracket that closes the array or object we are in.</summary>
    /// <returns>Its index; negative when the chunk ends first.</returns>
    public int FindClose(ReadOnlySpan<byte> chunk)
    {
        var i = 0;
        for (; chunk.Length - i >= BlockBytes; i += BlockBytes)
        {
            var close = FindInBlock(chunk[i..], BlockBytes);
            if (close >= 0)
            {
                return i + close;
            }
        }

        Span<byte> rest = stackalloc byte[BlockBytes];
        rest.Clear();
        chunk[i..].CopyTo(rest);
        var last = i == chunk.Length ? -1 : FindInBlock(rest, chunk.Length - i);
        return last < 0 ? -1 : i + last;
    }

    private int FindInBlock(ReadOnlySpan<byte> block, int length)
    {
        var left = Vector256.Create(block);
        var right = Vector256.Create(block[Vector256<byte>.Count..]);
        var quotes = Bits(left, right, (byte)'"') & ~Escaped(Bits(left, right, (byte)'\\'), length);
        var inString = Parity(quotes) ^ stringBits;
        stringBits = (inString >> (BlockBytes - 1)) == 0 ? 0 : ulong.MaxValue;

        // Square and curly brackets differ in one bit, which is set here for both.
        var folded = Vector256.Create((byte)0x20);
        var (foldedLeft, foldedRight) = (left | folded, right | folded);
        var opening = Bits(foldedLeft, foldedRight, (byte)'{') & ~inString;
        var closing = Bits(foldedLeft, foldedRight, (byte)'}') & ~inString;
        if (BitOperations.PopCount(closing) <= depth)
        {
            depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
            return -1;
        }

        for (var brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
        {
            var isOpening = (opening & brackets & (0 - brackets)) != 0;
            if (!isOpening && depth == 0)
            {
                return BitOperations.TrailingZeroCount(brackets);
            }

            depth += isOpening ? 1 : -1;
        }

        return -1;
    }

    private static ulong Bits(Vector256<byte> left, Vector256<byte> right, byte wanted)
    {
        var all = Vector256.Create(wanted);
        return Vector256.Equals(left, all).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(right, all).ExtractMostSignificantBits() << Vector256<byte>.Count);
    }

    // Of the bytes behind backslashes: which are escaped by one that is not escaped itself.
    private ulong Escaped(ulong backslashes, int length)
    {
        var escaped = isEscaped ? 1ul : 0;
        isEscaped = false;
        for (var left = backslashes & ~escaped; left != 0;)
        {
            var at = BitOperations.TrailingZeroCount(left);
            isEscaped = at == length - 1;
            escaped |= at == BlockBytes - 1 ? 0 : 2ul << at;
            left &= at == BlockBytes - 1 ? 0 : ~(3ul << at);
        }

        return escaped;
    }

    // Every bit tells whether the number of bits up to and with it is odd: the opening quote of a string and all inside it.
    private static ulong Parity(ulong bits)
    {
        for (var shift = 1; shift < BlockBytes; shift <<= 1)
        {
            bits ^= bits << shift;
        }

        return bits;
    }
}
