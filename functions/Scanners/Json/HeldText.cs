using Patchbay.Findings;

namespace Patchbay.Scanners.Json;

/// <summary>A text of an entry as it stands in the report, decoded only when it is asked for: what all findings of a rule share is wanted once.</summary>
internal sealed class HeldText
{
    // What is beyond it no text that is kept can need.
    private const int MostBytes = FindingLimits.TextCharacters * 2 * JsonText.MostBytesPerCharacter;
    private byte[] bytes = [];
    private int length;
    private bool isEscaped;

    /// <summary>The text, clean; null when it is empty.</summary>
    public string? Value => length == 0 || JsonText.Decode(bytes.AsSpan(0, length), isEscaped, FindingLimits.TextCharacters) is not { Length: > 0 } text ? null : text;

    /// <summary>Holds a value instead of the one before.</summary>
    public void Hold(ReadOnlySpan<byte> value, bool isEscaped)
    {
        length = Math.Min(value.Length, MostBytes);
        if (bytes.Length < length)
        {
            bytes = new byte[Math.Max(length, bytes.Length * 2)];
        }

        value[..length].CopyTo(bytes);
        this.isEscaped = isEscaped;
    }

    /// <summary>Forgets the value.</summary>
    public void Clear() => length = 0;
}
