using System.Runtime.InteropServices;

namespace Patchbay.Scanners.Text;

/// <summary>
/// A 64-bit stand-in for a text, for indexes that must stay small. Not for secrets: whoever makes two texts meet only
/// mixes up parts of his own report.
/// </summary>
internal static class TextKey
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The key of a text; never 0.</summary>
    /// <param name="seed">The key of what stands before it; 0 for nothing.</param>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0)
    {
        var hash = (seed ^ (ulong)text.Length) * Factor;
        var blocks = MemoryMarshal.Cast<char, ulong>(text);
        foreach (var block in blocks)
        {
            hash = (hash ^ block) * Factor;
            hash ^= hash >> 32;
        }

        foreach (var c in text[(blocks.Length * 4)..])
        {
            hash = (hash ^ c) * Factor;
            hash ^= hash >> 29;
        }

        return hash == 0 ? 1 : hash;
    }

    /// <summary>The key of several texts in their order; null and empty are the same.</summary>
    public static ulong OfAll(params ReadOnlySpan<string?> texts)
    {
        var key = 0UL;
        foreach (var text in texts)
        {
            key = Of(text.AsSpan(), key + 1);
        }

        return key;
    }
}
