using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Wiki;

/// <summary>Writes untrusted text as wiki markup that shows just that text.</summary>
/// <remarks>
/// A backslash keeps Jira's own marks literal. Where it does not help, because Jira looks for addresses, issue keys and smileys in what
/// is left, a number for the character does: it stays readable on the page and can be copied.
/// </remarks>
internal static partial class WikiInline
{
    /// <summary>Adds one line of text in which pairs of backticks hold code.</summary>
    public static void AddLine(BoundedText to, string line)
    {
        foreach (var (text, isCode) in ProseLines.Pieces(line))
        {
            if (to.IsCut)
            {
                return;
            }

            if (isCode)
            {
                to.Enclose("{{", c => AddPlain(c, text), "}}");
            }
            else
            {
                AddPlain(to, text);
            }
        }
    }

    /// <summary>Adds text in which nothing is markup, or as much of it as fits and an ellipsis.</summary>
    public static void AddPlain(BoundedText to, string text)
    {
        var room = to.Room;
        var written = new StringBuilder();
        var fits = 0;
        foreach (var piece in Pieces(text))
        {
            if (written.Length + piece.Length > room)
            {
                // Long enough to tell something, else nothing at all.
                written.Length = fits > 8 ? fits : 0;
                to.Add(written.Length > 0 ? written.Append('…').ToString() : "");
                to.Cut();
                return;
            }

            written.Append(piece);
            fits = written.Length < room ? written.Length : fits;
        }

        to.Add(written.ToString());
    }

    /// <summary>An address as the target of a link: what would end the link is written in percent.</summary>
    public static string Address(Uri address)
    {
        var target = new StringBuilder();
        foreach (var c in address.AbsoluteUri)
        {
            target.Append(c is '[' or ']' or '|' or '{' or '}' or '^' or '!' or '*' ? Uri.HexEscape(c) : c);
        }

        return target.ToString();
    }

    private static IEnumerable<string> Pieces(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length)
            {
                yield return text.Substring(i++, 2);
                continue;
            }

            yield return Escape(text, i);
        }
    }

    private static string Escape(string text, int at) => text[at] switch
    {
        '\\' => "&#92;",
        '&' => "&amp;",
        '{' or '}' or '[' or ']' or '|' or '*' or '_' or '+' or '^' or '~' or '!' => "\\" + text[at],
        '?' when Touches(text, at, '?') => "\\?",
        '-' when IsDash(text, at) => "\\-",
        '#' when at == 0 => "\\#",
        ':' when IsNext(text, at, '/') || IsSmiley(text, at) => "&#58;",
        ';' when IsSmiley(text, at) => "&#59;",
        '(' when at + 2 < text.Length && Smiley().IsMatch(text.AsSpan(at, Math.Min(5, text.Length - at))) => "&#40;",
        '@' => "&#64;",
        '.' when IsBlockMark(text, at) || IsHostMark(text, at) => "&#46;",
        _ => text[at].ToString(),
    };

    // A dash alone strikes out or makes a rule; one before a digit may end an issue's key.
    private static bool IsDash(string text, int at) =>
        at == 0 || at + 1 == text.Length
        || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at + 1])
        || (char.IsDigit(text[at + 1]) && (char.IsAsciiLetterUpper(text[at - 1]) || char.IsDigit(text[at - 1])));

    private static bool IsSmiley(string text, int at) => at + 1 < text.Length && text[at + 1] is ')' or '(' or 'P' or 'D' or '-';

    private static bool IsNext(string text, int at, char c) => at + 1 < text.Length && text[at + 1] == c;

    private static bool Touches(string text, int at, char c) => IsNext(text, at, c) || (at > 0 && text[at - 1] == c);

    private static bool IsBlockMark(string text, int at) => at is 2 && BlockMark().IsMatch(text);

    private static bool IsHostMark(string text, int at) => at >= 3 && text.AsSpan(at - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\((?:[ynix/!+?*-]|on|off|\*[rgby])\)", RegexOptions.IgnoreCase)]
    private static partial Regex Smiley();

    [GeneratedRegex(@"^(?:h[1-6]|bq)\.", RegexOptions.IgnoreCase)]
    private static partial Regex BlockMark();
}
