using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Patchbay.Scanners.Text;

/// <summary>
/// Keeps one string for each of the few values that come again and again, such as levels, dates and tools. Bounded: a slot holds
/// the value that last came twice in a row. What seldom repeats is not held, which would only make it outlive its finding.
/// </summary>
/// <param name="make">Makes the string of a value. What comes out the same as it went in must always do so.</param>
internal sealed class StringPool(StringPool.Maker make)
{
    /// <summary>Makes the clean string of an encoded value.</summary>
    public delegate string Maker(ReadOnlySpan<byte> value, bool isEscaped, int maxCharacters);

    // Longer values seldom repeat, and making one costs no more than finding it.
    private const int MostBytes = 64;

    // With more, looking up a value costs more than making it, because the slots no longer stay in the processor's nearest cache.
    private const int Slots = 256;
    private readonly string?[] slots = new string?[Slots];
    private readonly uint[] lastHashes = new uint[Slots];

    /// <summary>The string for an encoded value, made only when it is not the one that its slot holds.</summary>
    public string Get(ReadOnlySpan<byte> value, bool isEscaped, int maxCharacters)
    {
        // Of a value with escapes or beyond ASCII the bytes do not tell the text.
        if (isEscaped || value.Length > MostBytes)
        {
            return make(value, isEscaped, maxCharacters);
        }

        var hash = Hash(value);
        var index = hash & (Slots - 1);
        if (slots[index] is { } known && Ascii.Equals(value, known))
        {
            return known;
        }

        var text = make(value, isEscaped, maxCharacters);
        if (lastHashes[index] == hash)
        {
            slots[index] = text;
        }

        lastHashes[index] = hash;
        return text;
    }

    // Looks at three places of a value and not at all of it: a collision costs a string, and hashing all of each would cost more.
    private static uint Hash(ReadOnlySpan<byte> value)
    {
        var (first, middle, last) = value.Length switch
        {
            >= sizeof(ulong) => (
                BinaryPrimitives.ReadUInt64LittleEndian(value),
                BinaryPrimitives.ReadUInt64LittleEndian(value[((value.Length - sizeof(ulong)) / 2)..]),
                BinaryPrimitives.ReadUInt64LittleEndian(value[^sizeof(ulong)..])),
            >= sizeof(uint) => (BinaryPrimitives.ReadUInt32LittleEndian(value), 0UL, BinaryPrimitives.ReadUInt32LittleEndian(value[^sizeof(uint)..])),
            > 0 => (value[0], value[value.Length / 2], value[^1]),
            _ => default((ulong, ulong, ulong)),
        };

        // Odd constants without a pattern; the products do not wait for one another.
        var hash = (first * 0x9E37_79B9_7F4A_7C15) ^ BitOperations.RotateLeft(middle * 0xC2B2_AE3D_27D4_EB4F, 21) ^ BitOperations.RotateLeft(last * 0x1656_67B1_9E37_79F9, 42);
        return (uint)((hash ^ (hash >> 29)) * (0xBF58_476D_1CE4_E5B9 + ((ulong)value.Length << 1)) >> 32);
    }
}
