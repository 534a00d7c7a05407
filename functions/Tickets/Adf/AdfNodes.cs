using System.Globalization;
using System.Text;

namespace Patchbay.Tickets.Adf;

/// <summary>Writes the nodes of an Atlassian document as JSON, each whole or not at all.</summary>
internal static class AdfNodes
{
    private const string TextOpen = "{\"type\":\"text\",\"text\":\"";

    /// <summary>Adds a node after its elder siblings, which are all that <paramref name="to"/> holds.</summary>
    /// <param name="head">What comes before the node's content: type and attributes, without the brace.</param>
    public static void Add(BoundedText to, string head, Action<BoundedText> content) =>
        to.Enclose($"{Comma(to)}{{{head},\"content\":[", content, "]}");

    /// <summary>Adds a paragraph.</summary>
    public static void AddParagraph(BoundedText to, Action<BoundedText> content) => Add(to, "\"type\":\"paragraph\"", content);

    /// <summary>Adds a node without content.</summary>
    public static void AddLeaf(BoundedText to, string type) => to.Add($"{Comma(to)}{{\"type\":\"{type}\"}}");

    /// <summary>Adds a line of text in which pairs of backticks hold code.</summary>
    public static void AddLine(BoundedText to, string line)
    {
        foreach (var (text, isCode) in ProseLines.Pieces(line))
        {
            if (to.IsCut)
            {
                return;
            }

            AddText(to, text, isCode ? """{"type":"code"}""" : null);
        }
    }

    /// <summary>Adds text, or as much of it as fits and an ellipsis. An empty text is no node.</summary>
    /// <param name="mark">A mark as JSON; null for none.</param>
    public static void AddText(BoundedText to, string text, string? mark)
    {
        if (text.Length == 0)
        {
            return;
        }

        var close = mark is null ? "\"}" : $"\",\"marks\":[{mark}]}}";
        to.Enclose(Comma(to) + TextOpen, inside => AddEscaped(inside, text), close);
    }

    /// <summary>A mark that makes text a link.</summary>
    public static string Link(Uri address) => "{\"type\":\"link\",\"attrs\":{\"href\":\"" + Escaped(address.AbsoluteUri) + "\"}}";

    /// <summary>A paragraph in italics; the text is ours and fits.</summary>
    public static string Emphasis(string text)
    {
        var to = new BoundedText(1_000);
        AddParagraph(to, p => AddText(p, text, """{"type":"em"}"""));
        return to.ToString();
    }

    /// <summary>The text as it stands in JSON.</summary>
    public static string Escaped(string text)
    {
        var whole = new BoundedText(int.MaxValue);
        AddEscaped(whole, text);
        return whole.ToString();
    }

    private static string Comma(BoundedText to) => to.Length > 0 ? "," : "";

    private static void AddEscaped(BoundedText to, string text)
    {
        var room = to.Room;
        var escaped = new StringBuilder();
        var fits = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = Escape(rune);
            if (escaped.Length + piece.Length > room)
            {
                // Long enough to tell something, else nothing at all.
                escaped.Length = fits > 8 ? fits : 0;
                to.Add(escaped.Length > 0 ? escaped.Append('…').ToString() : "");
                to.Cut();
                return;
            }

            escaped.Append(piece);
            fits = escaped.Length < room ? escaped.Length : fits;
        }

        to.Add(escaped.ToString());
    }

    private static string Escape(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        < 0x20 => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => rune.ToString(),
    };
}
