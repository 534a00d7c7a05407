using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Plain;

/// <summary>Writes the blocks of a ticket's text as plain lines.</summary>
internal static partial class PlainBlocks
{
    private const string Indent = "    ";

    /// <summary>Adds the block, or as much of it as fits.</summary>
    public static void Add(BoundedText to, TicketBlock block)
    {
        switch (block)
        {
            case TicketBlock.Heading heading:
                AddText(to, ScannerText.OneLine(heading.Text).ToUpperInvariant());
                break;
            case TicketBlock.Prose prose:
                AddProse(to, prose.Value);
                break;
            case TicketBlock.Code code:
                AddText(to, Indent + ScannerText.Printable(code.Value).ReplaceLineEndings("\n" + Indent));
                break;
            case TicketBlock.Facts facts:
                AddLines(to, facts.Items.Select(f => Row($"{ScannerText.OneLine(f.Key)}: {ScannerText.OneLine(f.Value)}")));
                break;
            case TicketBlock.Links links:
                AddLines(to, links.Items.Select(Line).OfType<string>());
                break;
            case TicketBlock.Mark mark:
                to.Add(MarkSentence.For(mark.Marker).Replace("`", "", StringComparison.Ordinal));
                break;
        }
    }

    private static void AddProse(BoundedText to, string text)
    {
        foreach (var (isList, lines) in ProseLines.Of(text))
        {
            if (to.IsCut)
            {
                return;
            }

            to.Add(to.Length > 0 ? "\n\n" : "");
            AddText(to, string.Join('\n', isList ? lines.Select(l => "- " + l) : lines));
        }
    }

    private static void AddLines(BoundedText to, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            to.Add((to.Length > 0 ? "\n" : "") + Broken(line));
        }
    }

    private static void AddText(BoundedText to, string text) => to.AddBetween("", Broken(text), "");

    private static string Row(string text) =>
        text.Length <= SectionedText.RowUnits ? text : BoundedText.Head(text, SectionedText.RowUnits - 1) + "…";

    private static string? Line(TicketLink link)
    {
        var line = TicketAddress.Of(link.Url) is not { } address ? null
            : link.Text is { } text ? $"- {ScannerText.OneLine(text)}: {address.AbsoluteUri}"
            : $"- {address.AbsoluteUri}";
        return line?.Length <= SectionedText.LinkUnits ? line : null;
    }

    // What stands between [code] and [/code] is HTML in a journal, and @[name] tells a person.
    private static string Broken(string text) => Journal().Replace(text, "[ ");

    [GeneratedRegex(@"\[(?=/?code\])|(?<=@)\[", RegexOptions.IgnoreCase)]
    private static partial Regex Journal();
}
