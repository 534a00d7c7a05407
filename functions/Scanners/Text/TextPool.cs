namespace Patchbay.Scanners.Text;

/// <summary>
/// Keeps one string for the values that come again and again or follow each other, such as levels and hosts. Bounded: a slot holds
/// the value that came last.
/// </summary>
internal sealed class TextPool
{
    // With more, they no longer stay in the processor's nearest cache, and every collection of garbage must keep what they hold.
    private const int Slots = 256;

    // Longer values seldom repeat.
    private const int MostCharacters = 256;
    private readonly string?[] slots = new string?[Slots];

    /// <summary>The text as one clean line; see <see cref="CleanText.Line(ReadOnlySpan{char}, int)"/>.</summary>
    public string Line(ReadOnlySpan<char> text, int maxCharacters)
    {
        if (text.Length > Math.Min(MostCharacters, maxCharacters))
        {
            return Clean(text, maxCharacters);
        }

        // A slot only ever holds clean lines, so what equals one is clean.
        ref var slot = ref slots[TextKey.Of(text) & (Slots - 1)];
        if (slot is null || !text.SequenceEqual(slot))
        {
            slot = Clean(text, maxCharacters);
        }

        return slot;
    }

    /// <summary>The text as it is, which must be clean already.</summary>
    public string Keep(ReadOnlySpan<char> text)
    {
        ref var slot = ref slots[TextKey.Of(text) & (Slots - 1)];
        if (slot is null || !text.SequenceEqual(slot))
        {
            slot = text.ToString();
        }

        return slot;
    }

    // Most names and numbers are plain; they need no second look.
    private static string Clean(ReadOnlySpan<char> text, int maxCharacters) =>
        text.Length <= maxCharacters && !text.ContainsAnyExceptInRange('!', '~') ? text.ToString() : CleanText.Line(text, maxCharacters);
}
