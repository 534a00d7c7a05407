using System.Text;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Spool;

/// <summary>Texts set aside under a key until something asks for them: what glossaries, rule packs and snippet pools hold.</summary>
internal sealed class TextShelf : IDisposable
{
    /// <summary>Most keys, so that the index stays within 40 MiB.</summary>
    public const int MostKeys = 1 << 19;

    private const int LengthBits = 20;
    private const ulong Wanted = 0;
    private readonly SetAside aside = new(16 << 20);
    private readonly Dictionary<ulong, ulong> index = [];
    private byte[] buffer = new byte[4096];
    private char[] characters = new char[4096];

    /// <summary>How many texts found no room.</summary>
    public int Refused { get; private set; }

    /// <summary>Says that a text will be asked for.</summary>
    public void Want(ulong key)
    {
        if (index.Count < MostKeys)
        {
            index.TryAdd(key, Wanted);
        }
    }

    /// <summary>Whether a text was announced or is there.</summary>
    public bool Knows(ulong key) => index.ContainsKey(key);

    /// <summary>Keeps a text unless its key has one already.</summary>
    /// <param name="text">Up to a MiB of UTF-8.</param>
    public void Put(ulong key, ReadOnlySpan<char> text)
    {
        if (!index.TryGetValue(key, out var known) && index.Count >= MostKeys)
        {
            Refused++;
            return;
        }

        if (known != Wanted)
        {
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (buffer.Length < most)
        {
            buffer = new byte[most];
        }

        var bytes = Encoding.UTF8.GetBytes(text, buffer);
        var at = (ulong)aside.Append(buffer.AsSpan(0, bytes));
        index[key] = ((at + 1) << LengthBits) | (uint)bytes;
    }

    /// <summary>The text under a key as it was put; null when there is none.</summary>
    public string? Get(ulong key) => Find(key) is { Length: > 0 } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The text under a key, cleaned as <see cref="CleanText.Of(ReadOnlySpan{char}, int)"/> does it; null when there is none or nothing remains.</summary>
    public string? Get(ulong key, int maxCharacters)
    {
        var bytes = Find(key);
        if (characters.Length < bytes.Length)
        {
            characters = new char[bytes.Length];
        }

        var text = CleanText.Of(characters.AsSpan(0, Encoding.UTF8.GetChars(bytes, characters)), maxCharacters);
        return text.Length == 0 ? null : text;
    }

    /// <inheritdoc/>
    public void Dispose() => aside.Dispose();

    private ReadOnlySpan<byte> Find(ulong key)
    {
        if (!index.TryGetValue(key, out var known) || known == Wanted)
        {
            return [];
        }

        var bytes = (int)(known & ((1UL << LengthBits) - 1));
        if (buffer.Length < bytes)
        {
            buffer = new byte[bytes];
        }

        aside.Read((long)(known >> LengthBits) - 1, buffer.AsSpan(0, bytes));
        return buffer.AsSpan(0, bytes);
    }
}
