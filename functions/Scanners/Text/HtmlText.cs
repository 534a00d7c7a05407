using System.Buffers;
using System.Net;

namespace Patchbay.Scanners.Text;

/// <summary>
/// Makes plain text of the HTML that scanners write: tags go, lists and paragraphs become lines, links keep their address,
/// scripts and styles vanish. Tags may be upper case, unclosed or cut off. What is no tag, as in <c>a &lt; b</c>, stays.
/// </summary>
public static class HtmlText
{
    private const int MostTagCharacters = 4_000;

    /// <summary>Strips a text; it is cleaned and cut as <see cref="CleanText.Of(ReadOnlySpan{char}, int)"/> does it.</summary>
    /// <param name="html">HTML, or plain text, which stays as it is but for its entities.</param>
    /// <param name="links">Takes the http and https addresses of links.</param>
    /// <returns>Null when nothing remains.</returns>
    public static string? Of(ReadOnlySpan<char> html, int maxCharacters, List<string>? links = null)
    {
        if (html.IndexOfAny('<', '&') < 0)
        {
            return NullIfEmpty(CleanText.Of(html, maxCharacters));
        }

        // Nothing that stands for markup is longer than the markup.
        var rented = ArrayPool<char>.Shared.Rent(html.Length);
        try
        {
            var draft = new Draft(rented);
            Strip(html, ref draft, maxCharacters * 2L, links);
            var text = rented.AsSpan(0, draft.Length);
            return NullIfEmpty(CleanText.OfOwned(text[..CloseGaps(text)], maxCharacters));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static void Strip(ReadOnlySpan<char> html, ref Draft text, long enough, List<string>? links)
    {
        string? link = null;
        while (!html.IsEmpty && text.Length < enough)
        {
            var mark = html.IndexOf('<');
            AppendText(ref text, mark < 0 ? html : html[..mark]);
            if (mark < 0)
            {
                break;
            }

            html = html[mark..];
            var tag = TagAt(html);
            if (tag.IsEmpty)
            {
                text.Append("<");
                html = html[1..];
                continue;
            }

            html = Behind(html[tag.Length..], NameOf(tag));
            link = Apply(ref text, tag, link, links);
        }
    }

    // The tag a text begins with; empty when what follows the bracket makes it none.
    private static ReadOnlySpan<char> TagAt(ReadOnlySpan<char> html)
    {
        if (html.StartsWith("<!--"))
        {
            var close = html.IndexOf("-->");
            return close < 0 ? html : html[..(close + 3)];
        }

        if (html.Length < 2 || !(char.IsAsciiLetter(html[1]) || (html[1] is '/' or '!' or '?' && html.Length > 2 && char.IsAsciiLetter(html[2]))))
        {
            return [];
        }

        // A bracket before the end means that the first one was none; a quoted value may hold both kinds.
        var end = html[..Math.Min(html.Length, MostTagCharacters)].IndexOf('>');
        var next = html[1..].IndexOf('<') + 1;
        return end < 0 || (next > 0 && next < end && html[..end].IndexOf('"') < 0) ? [] : html[..(end + 1)];
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> tag)
    {
        var name = tag[1..];
        var end = name[1..].IndexOfAnyExcept(LetterOrDigit) + 1;
        return end <= 0 ? name : name[..end];
    }

    private static readonly SearchValues<char> LetterOrDigit =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    // Scripts and styles are skipped with what they hold.
    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> html, ReadOnlySpan<char> name)
    {
        if (!Is(name, "script") && !Is(name, "style"))
        {
            return html;
        }

        var end = html.IndexOf(string.Concat("</", name), StringComparison.OrdinalIgnoreCase);
        return end < 0 ? [] : html[end..];
    }

    private static string? Apply(ref Draft text, ReadOnlySpan<char> tag, string? link, List<string>? links)
    {
        var name = NameOf(tag);
        if (Is(name, "a"))
        {
            AppendLink(ref text, link);
            return LinkOf(tag, links);
        }

        if (Is(name, "/a"))
        {
            AppendLink(ref text, link);
            return null;
        }

        var plain = name.TrimStart('/');
        if (Is(name, "li"))
        {
            text.Append("\n- ");
        }
        else if (Is(plain, "td") || Is(plain, "th"))
        {
            text.Append(name[0] == '/' ? "\t" : string.Empty);
        }
        else if (IsBlock(plain))
        {
            text.Append(Is(plain, "br") || Is(plain, "tr") || Is(plain, "div") || Is(plain, "li") ? "\n" : "\n\n");
        }

        return link;
    }

    private static bool IsBlock(ReadOnlySpan<char> name) =>
        Is(name, "p") || Is(name, "br") || Is(name, "div") || Is(name, "tr") || Is(name, "li") || Is(name, "ul") || Is(name, "ol") || Is(name, "pre")
        || Is(name, "table") || Is(name, "blockquote") || Is(name, "dt") || Is(name, "dd") || Is(name, "paragraph")
        || (name.Length == 2 && name[0] is 'h' or 'H' && char.IsAsciiDigit(name[1]));

    private static string? LinkOf(ReadOnlySpan<char> tag, List<string>? links)
    {
        var at = tag.IndexOf("href", StringComparison.OrdinalIgnoreCase);
        var value = at < 0 ? [] : tag[(at + 4)..].TrimStart(" \t\r\n=");
        if (value.IsEmpty)
        {
            return null;
        }

        var quote = value[0] is '"' or '\'' ? value[0] : ' ';
        value = quote == ' ' ? value : value[1..];
        var end = quote == ' ' ? value.IndexOfAny(' ', '>') : value.IndexOf(quote);
        var url = ReportUrl.Web(WebUtility.HtmlDecode((end < 0 ? value : value[..end]).ToString()));
        if (url is not null && links is not null && links.Count < Findings.FindingLimits.ListEntries && !links.Contains(url))
        {
            links.Add(url);
        }

        return url;
    }

    // A link whose text is its address needs it only once.
    private static void AppendLink(ref Draft text, string? link)
    {
        if (link is not null && !text.EndsWith(link))
        {
            text.Append(" (");
            text.Append(link);
            text.Append(")");
        }
    }

    private static void AppendText(ref Draft text, ReadOnlySpan<char> part) =>
        text.Append(part.Contains('&') ? WebUtility.HtmlDecode(part.ToString()) : part);

    // At most one empty line; no blanks before a line's end.
    // Moves the lines to the front and returns how long they are together.
    private static int CloseGaps(Span<char> text)
    {
        var (length, breaks) = (0, 0);
        for (var rest = text; ; rest = rest[1..], breaks++)
        {
            var end = rest.IndexOf('\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd(" \r\u00A0");
            if (!line.IsEmpty)
            {
                breaks = Math.Min(breaks, 2);
                text.Slice(length, breaks).Fill('\n');
                line.CopyTo(text[(length + breaks)..]);
                Unify(text.Slice(length + breaks, line.Length));
                length += breaks + line.Length;
                breaks = 0;
            }

            if (end < 0)
            {
                return length;
            }

            rest = rest[end..];
        }
    }

    private static void Unify(Span<char> line)
    {
        line.Replace('\r', ' ');
        line.Replace('\u00A0', ' ');
    }

    private static bool Is(ReadOnlySpan<char> name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private ref struct Draft(Span<char> room)
    {
        private readonly Span<char> room = room;

        public int Length { get; private set; }

        public void Append(ReadOnlySpan<char> part)
        {
            part = part[..Math.Min(part.Length, room.Length - Length)];
            part.CopyTo(room[Length..]);
            Length += part.Length;
        }

        public readonly bool EndsWith(string text) => room[..Length].EndsWith(text);
    }
}
