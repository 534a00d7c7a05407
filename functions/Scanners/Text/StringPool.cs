using System.Buffers.Binary;
using System.Text;

namespace Patchbay.Scanners.Text;

/// <summary>
/// Keeps one string for equal values, so that a hundred thousand findings share their few rules, paths and levels.
/// Bounded: a slot holds the value that came last.
/// </summary>
internal sealed class StringPool
{
    // Longer values seldom repeat; together with the slots this bounds the pool to a few MiB.
    private const int MostBytes = 512;
    private const int Slots = 4096;
    private readonly string?[] slots = new string?[Slots];

    /// <summary>The string for an encoded value, made only when it is not the one that its slot holds.</summary>
    public string Get(ReadOnlySpan<byte> value, bool isEscaped, int maxCharacters)
    {
        // Of a value with escapes or beyond ASCII the bytes do not tell the text.
        if (isEscaped || value.Length > MostBytes)
        {
            return Json.JsonText.Decode(value, isEscaped, maxCharacters);
        }

        ref var slot = ref slots[Hash(value) & (Slots - 1)];
        if (slot is null || !Ascii.Equals(value, slot))
        {
            slot = Json.JsonText.Decode(value, isEscaped, maxCharacters);
        }

        return slot;
    }

    private static uint Hash(ReadOnlySpan<byte> value)
    {
        const ulong Factor = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)value.Length * Factor;
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(value)) * Factor;
            hash ^= hash >> 32;
        }

        foreach (var b in value)
        {
            hash = (hash ^ b) * Factor;
        }

        return (uint)(hash >> 40);
    }
}
