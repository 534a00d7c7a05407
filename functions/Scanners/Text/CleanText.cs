using Patchbay.Findings;

namespace Patchbay.Scanners.Text;

/// <summary>
/// Makes scanner text fit to keep: no NUL or other control characters but tab and line feed, no lone surrogates,
/// no non-characters, nothing longer than asked and never half a character at the cut.
/// </summary>
public static class CleanText
{
    // Most texts hold nothing else and pass with one copy.
    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create(
        "\t\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <inheritdoc cref="Of(ReadOnlySpan{char}, int)"/>
    public static string Of(string? text, int maxCharacters) =>
        text is null ? string.Empty
        : text.Length <= maxCharacters && !text.AsSpan().ContainsAnyExcept(Plain) ? text.Trim()
        : Of(text.AsSpan(), maxCharacters);

    /// <summary>Cleans text of several lines; line ends become line feeds, blanks around it go.</summary>
    /// <param name="maxCharacters">Longest result, in UTF-16 units, from 1.</param>
    public static string Of(ReadOnlySpan<char> text, int maxCharacters)
    {
        if (text.Length <= maxCharacters && !text.ContainsAnyExcept(Plain))
        {
            return text.Trim().ToString();
        }

        // Twice the length leaves room for what the cleaning drops; the rest of a huge text is not worth a look.
        var source = text.Length > maxCharacters * 2L ? text[..(maxCharacters * 2)] : text;
        Span<char> buffer = source.Length <= 512 ? stackalloc char[source.Length] : new char[source.Length];
        source.CopyTo(buffer);
        return OfOwned(buffer, maxCharacters);
    }

    /// <inheritdoc cref="Line(ReadOnlySpan{char}, int)"/>
    public static string Line(string? text, int maxCharacters) =>
        text is null ? string.Empty : IsLine(text, maxCharacters) ? text : Line(text.AsSpan(), maxCharacters);

    /// <summary>Cleans a name or a title: as <see cref="Of(ReadOnlySpan{char}, int)"/>, and every run of blanks and line ends becomes one blank.</summary>
    public static string Line(ReadOnlySpan<char> text, int maxCharacters)
    {
        if (IsLine(text, maxCharacters))
        {
            return text.ToString();
        }

        var source = Cut(text.Trim(), maxCharacters * 2);
        Span<char> buffer = source.Length <= 512 ? stackalloc char[source.Length] : new char[source.Length];
        var length = 0;
        foreach (var c in source)
        {
            if (!char.IsWhiteSpace(c))
            {
                buffer[length++] = c;
            }
            else if (length > 0 && buffer[length - 1] != ' ')
            {
                buffer[length++] = ' ';
            }
        }

        return OfOwned(buffer[..length], maxCharacters);
    }

    /// <summary>The first sentence or line of a text, as one line.</summary>
    public static string FirstSentence(ReadOnlySpan<char> text, int maxCharacters)
    {
        var trimmed = text.Trim();
        var lineEnd = trimmed.IndexOfAny('\n', '\r');
        var line = lineEnd < 0 ? trimmed : trimmed[..lineEnd];
        var stop = line.IndexOf(". ", StringComparison.Ordinal);
        return Line(stop > 0 ? line[..(stop + 1)] : line, maxCharacters);
    }

    /// <summary>A title of a text: its first line, of a long one only the first sentence.</summary>
    /// <returns>One line of at most <see cref="FindingLimits.TitleCharacters"/>.</returns>
    public static string Headline(ReadOnlySpan<char> text)
    {
        const int Comfortable = 100;
        var trimmed = text.Trim();
        var lineEnd = trimmed.IndexOfAny('\n', '\r');
        var line = lineEnd < 0 ? trimmed : trimmed[..lineEnd].TrimEnd();

        // A sentence broken over lines is no title yet.
        var isBroken = lineEnd >= 0 && line.Length > 0 && !line[^1..].ContainsAny(".!?:;");
        var whole = isBroken ? trimmed : line;
        var stop = whole.Length > Comfortable || isBroken ? whole.IndexOf(". ", StringComparison.Ordinal) : -1;
        var lines = isBroken ? whole.IndexOf("\n\n", StringComparison.Ordinal) : -1;
        var end = stop > 0 && (lines < 0 || stop < lines) ? stop + 1 : lines > 0 ? lines : whole.Length;
        return Line(whole[..end], FindingLimits.TitleCharacters);
    }

    /// <summary>Shortens without splitting a surrogate pair.</summary>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int maxCharacters)
    {
        if (text.Length <= maxCharacters)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[maxCharacters - 1]) ? maxCharacters - 1 : maxCharacters;
        return text[..end];
    }

    /// <summary>Cleans a buffer in place and makes the string; see <see cref="Of(ReadOnlySpan{char}, int)"/>.</summary>
    internal static string OfOwned(Span<char> buffer, int maxCharacters) =>
        Cut(((ReadOnlySpan<char>)buffer[..Squeeze(buffer)]).Trim(), maxCharacters).TrimEnd().ToString();

    /// <summary>As <see cref="OfOwned"/>, for code: what all lines are indented by goes, what tells them apart stays.</summary>
    internal static string CodeOfOwned(Span<char> buffer, int maxCharacters)
    {
        var text = buffer[..Squeeze(buffer)];
        var indent = text.Contains('\n') ? Indent(text) : 0;
        if (indent == 0)
        {
            return Cut(((ReadOnlySpan<char>)text).Trim('\n').TrimEnd(), maxCharacters).Trim(text.Contains('\n') ? "\n" : " \t\n").ToString();
        }

        var length = 0;
        var column = 0;
        foreach (var c in text)
        {
            if (c == '\n' || column >= indent)
            {
                text[length++] = c;
            }

            column = c == '\n' ? 0 : column + 1;
        }

        return Cut(((ReadOnlySpan<char>)text[..length]).Trim('\n').TrimEnd(), maxCharacters).ToString();
    }

    // Nearly always a line is clean already.
    private static bool IsLine(ReadOnlySpan<char> text, int maxCharacters) =>
        text.Length <= maxCharacters && !text.ContainsAnyExceptInRange(' ', '~') && text is not ([' ', ..] or [.., ' '])
        && text.IndexOf("  ", StringComparison.Ordinal) < 0;

    // Blanks or tabs in front of the line that has fewest; a blank line does not count.
    private static int Indent(ReadOnlySpan<char> text)
    {
        var least = int.MaxValue;
        foreach (var line in text.Split('\n'))
        {
            var blanks = text[line].IndexOfAnyExcept(' ', '\t');
            least = blanks < 0 ? least : Math.Min(least, blanks);
        }

        return least == int.MaxValue ? 0 : least;
    }

    // Moves what may stay to the front and returns how much that is. Nearly always that is everything.
    private static int Squeeze(Span<char> text)
    {
        var length = PlainCharacters(text);
        for (var i = length; i < text.Length; i++)
        {
            var c = text[i];
            if (IsKept(c))
            {
                text[length++] = c;
            }
            else if (c == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))
            {
                text[length++] = '\n';
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                text[length++] = c;
                text[length++] = text[++i];
            }
        }

        return length;
    }

    private static int PlainCharacters(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length)
        {
            var odd = text[i..].IndexOfAnyExceptInRange(' ', '~');
            if (odd < 0)
            {
                return text.Length;
            }

            i += odd;
            if (!IsKept(text[i]))
            {
                return i;
            }

            i++;
        }

        return i;
    }

    private static bool IsKept(char c) =>
        c is (>= ' ' and < '\u007F') or '\n' or '\t' or (> '\u009F' and < '\uD800') or (> '\uDFFF' and < '\uFFFE');
}
