using System.Globalization;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Textile;

/// <summary>Writes untrusted text as Textile that shows just that text.</summary>
/// <remarks>
/// Textile has no escape character. A number for a character keeps it from being markup and from being found by what Redmine does
/// afterwards: users, issues, revisions, wiki pages, macros, addresses. Redmine notifies people named in the text as it was sent, code
/// included, so what holds an at sign never becomes code.
/// </remarks>
internal static partial class TextileInline
{
    /// <summary>Adds one line of text in which pairs of backticks hold code.</summary>
    /// <param name="isLineStart">The line begins a line of its own rather than a cell or an item.</param>
    public static void AddLine(BoundedText to, string line, bool isLineStart)
    {
        foreach (var (text, isCode) in ProseLines.Pieces(line))
        {
            if (to.IsCut)
            {
                return;
            }

            if (isCode && CanBeCode(text))
            {
                AddCode(to, text, isLineStart);
            }
            else
            {
                AddPlain(to, text, isLineStart, isCode);
            }

            isLineStart = false;
        }
    }

    /// <summary>Adds text as the words of a link.</summary>
    public static void AddLinkText(BoundedText to, string text)
    {
        foreach (var piece in Escaped(text, isLineStart: false))
        {
            to.Add(piece switch
            {
                "\"" => "&quot;",
                "(" => "&#40;",
                _ => piece,
            });
        }
    }

    /// <summary>An address as the target of a link: what would end the link or name somebody is written in percent.</summary>
    public static string Address(Uri address) =>
        string.Concat(address.AbsoluteUri.Select(c => c is '(' or ')' or '[' or ']' or '|' or '{' or '}' or '^' or '!' or '*' or '@' or '\'' or '"'
            ? Uri.HexEscape(c)
            : c.ToString()));

    private static void AddPlain(BoundedText to, string text, bool isLineStart, bool isCode)
    {
        var at = 0;
        while (at < text.Length && !to.IsCut)
        {
            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end > at)
            {
                AddWord(to, text[at..end], isLineStart, isCode);
                isLineStart = false;
                at = end;
                continue;
            }

            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (!isLineStart)
            {
                to.Add(" ");
            }
        }
    }

    private static void AddWord(BoundedText to, string word, bool isLineStart, bool isCode)
    {
        var core = word.Trim('(', ')', '"', '\'', ',', '.', ';', '!', '?');
        if (!isCode && core.Length > 1 && (core.Length > 2_000 || CodeLike().IsMatch(core)) && CanBeCode(core))
        {
            var at = word.IndexOf(core, StringComparison.Ordinal);
            AddEscaped(to, word[..at], isLineStart);
            AddCode(to, core, isLineStart && at == 0);
            AddEscaped(to, word[(at + core.Length)..], isLineStart: false);
        }
        else
        {
            AddEscaped(to, word, isLineStart);
        }
    }

    // A block that begins with a tag is taken for finished HTML, unless it says that it is a paragraph.
    private static void AddCode(BoundedText to, string code, bool isLineStart) =>
        to.AddBetween(isLineStart ? "p. <code>" : "<code>", code, "</code>");

    private static bool CanBeCode(string text) =>
        !text.Contains('@', StringComparison.Ordinal)
        && !text.Contains(":redsh#", StringComparison.Ordinal)
        && !text.Contains("x%x%", StringComparison.Ordinal)
        && !Tag().IsMatch(text);

    private static void AddEscaped(BoundedText to, string text, bool isLineStart)
    {
        foreach (var piece in Escaped(text, isLineStart))
        {
            to.Add(piece);
            if (to.IsCut)
            {
                return;
            }
        }
    }

    private static IEnumerable<string> Escaped(string text, bool isLineStart)
    {
        var isBlock = isLineStart && BlockMark().IsMatch(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length)
            {
                yield return text.Substring(i++, 2);
                continue;
            }

            yield return isBlock && i == 0 ? Number(text[i]) : Escape(text, i);
        }
    }

    private static string Escape(string text, int at)
    {
        var c = text[at];
        var before = at > 0 ? text[at - 1] : ' ';
        var after = at + 1 < text.Length ? text[at + 1] : ' ';
        var isActive = c switch
        {
            '@' or '[' or '{' or '|' => true,
            '*' or '_' or '-' or '+' or '^' or '~' or '!' or '?' or '%' => before is ' ' or '(' or 'x',
            '=' => before == ' ' || after == '=',
            '#' => !char.IsLetter(before) || char.IsDigit(after),
            ':' => after == '/' || before == '"' || (!char.IsWhiteSpace(after) && !char.IsDigit(before)),
            '(' => char.IsAsciiLetterUpper(before) || char.IsDigit(before),
            '.' => at >= 3 && text.AsSpan(at - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase),
            'r' => char.IsDigit(after) && !char.IsLetterOrDigit(before),
            _ => false,
        };
        return c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            _ when isActive => Number(c),
            _ => c.ToString(),
        };
    }

    private static string Number(char c) => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};");

    // Addresses, issues, revisions, wiki links, macros, prefixed names, paths and the like.
    [GeneratedRegex(@"://|www\.|mailto:|#\d|\br\d|\[\[|\{\{|:\S|[\\$<{|]|\(\)|\w_\w|^/\w")]
    private static partial Regex CodeLike();

    [GeneratedRegex(@"</?(?:code|pre|kbd|notextile)", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(?:p|bq|h[1-6]|fn\d+|table|pre|notextile)(?![a-z])")]
    private static partial Regex BlockMark();
}
