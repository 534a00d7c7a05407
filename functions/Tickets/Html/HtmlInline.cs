using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Html;

/// <summary>Writes untrusted text as HTML that shows just that text.</summary>
/// <remarks>Boards look for mentions and work item numbers in the text that is left when the markup is read, but not in code.</remarks>
internal static partial class HtmlInline
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
                to.Enclose("<code>", c => AddEncoded(c, text), "</code>");
            }
            else
            {
                AddWords(to, text);
            }
        }
    }

    /// <summary>Adds text, or as much of it as fits and an ellipsis.</summary>
    public static void AddEncoded(BoundedText to, string text)
    {
        var room = to.Room;
        var encoded = new StringBuilder();
        var fits = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = Encode(rune);
            if (encoded.Length + piece.Length > room)
            {
                // Long enough to tell something, else nothing at all.
                encoded.Length = fits > 8 ? fits : 0;
                to.Add(encoded.Length > 0 ? encoded.Append('…').ToString() : "");
                to.Cut();
                return;
            }

            encoded.Append(piece);
            fits = encoded.Length < room ? encoded.Length : fits;
        }

        to.Add(encoded.ToString());
    }

    /// <summary>Text as it stands in an element or between quotation marks.</summary>
    public static string Encoded(string text) => string.Concat(text.EnumerateRunes().Select(Encode));

    private static void AddWords(BoundedText to, string text)
    {
        var at = 0;
        foreach (var reference in Reference().EnumerateMatches(text))
        {
            if (to.IsCut)
            {
                return;
            }

            AddEncoded(to, text[at..reference.Index]);
            var word = text.Substring(reference.Index, reference.Length);
            to.Enclose("<code>", c => AddEncoded(c, word), "</code>");
            at = reference.Index + reference.Length;
        }

        if (!to.IsCut)
        {
            AddEncoded(to, text[at..]);
        }
    }

    private static string Encode(Rune rune) => rune.Value switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => rune.ToString(),
    };

    [GeneratedRegex(@"@\w[\w.-]{0,100}|@<[^>]{0,100}>|[#!]\d{1,10}|\w{1,10}://[^\s<>""]{1,2000}|\bwww\.[^\s<>""]{1,2000}")]
    private static partial Regex Reference();
}
