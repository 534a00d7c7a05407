using System.Net;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Html;

/// <summary>Reduces HTML that people wrote to its words.</summary>
public static partial class HtmlWords
{
    private static readonly (string Open, string Close)[] Silent = [("<!--", "-->"), ("<script", "</script"), ("<style", "</style")];

    /// <summary>The words, a line for each block; links keep their address.</summary>
    public static string Of(string html)
    {
        foreach (var (open, close) in Silent)
        {
            html = Without(html, open, close);
        }

        var text = Link().Replace(html, "$2 ($1)");
        text = Item().Replace(Break().Replace(WhiteSpace().Replace(text, " "), "\n"), "\n- ");
        text = WebUtility.HtmlDecode(Tag().Replace(text, "")).Replace('\u00A0', ' ');
        return string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Without(string html, string open, string close)
    {
        for (var at = html.IndexOf(open, StringComparison.OrdinalIgnoreCase); at >= 0; at = html.IndexOf(open, at, StringComparison.OrdinalIgnoreCase))
        {
            var end = html.IndexOf(close, at, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                return html[..at];
            }

            var after = html.IndexOf('>', end) + 1;
            html = html.Remove(at, (after > 0 ? after : html.Length) - at);
        }

        return html;
    }

    // A link that shows its own address is told once.
    [GeneratedRegex("<a\\s[^<>]*?href=\"(https?://[^\"<>]*)\"[^<>]*>(?!\\s*\\1\\s*<)([^<>]*)</a>", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"<li\b[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Item();

    [GeneratedRegex(@"<(?:br|/?p|/?div|/?h[1-6]|/?[uo]l|/?tr|/?pre|/?blockquote|hr)\b[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex(@"</?[a-zA-Z][^<>]*>")]
    private static partial Regex Tag();
}
