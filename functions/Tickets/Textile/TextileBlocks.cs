using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Textile;

/// <summary>Writes the blocks of a ticket's text as Textile.</summary>
internal static partial class TextileBlocks
{
    /// <summary>Adds the block, or as much of it as fits.</summary>
    public static void Add(BoundedText to, TicketBlock block)
    {
        switch (block)
        {
            case TicketBlock.Heading heading:
                to.Add("h3. ");
                TextileInline.AddLine(to, ScannerText.OneLine(heading.Text), isLineStart: false);
                break;
            case TicketBlock.Prose prose:
                AddProse(to, prose.Value);
                break;
            case TicketBlock.Code code:
                AddCode(to, code);
                break;
            case TicketBlock.Facts facts:
                AddFacts(to, facts);
                break;
            case TicketBlock.Links links:
                AddLinks(to, links);
                break;
            case TicketBlock.Mark mark:
                TextileInline.AddLine(to, MarkSentence.For(mark.Marker), isLineStart: true);
                break;
        }
    }

    private static void AddProse(BoundedText to, string text)
    {
        var gap = "";
        foreach (var group in ProseLines.Of(text))
        {
            foreach (var line in group.Lines)
            {
                to.Add(gap);
                to.Add(group.IsList ? "* " : "");
                // Within a paragraph a line's first word can no longer begin a block, but it must not look like the next item.
                TextileInline.AddLine(to, line, isLineStart: !group.IsList && gap.Length != 1);
                gap = "\n";
                if (to.IsCut)
                {
                    return;
                }
            }

            gap = "\n\n";
        }
    }

    private static void AddCode(BoundedText to, TicketBlock.Code code)
    {
        var content = EndMark().Replace(ScannerText.Printable(code.Value), "<\u2060");
        var language = code.Language is { } name ? CodeLanguage.Named(name) : null;
        to.AddBetween(
            language is null ? "<pre>\n" : $"<pre><code class=\"{language}\">\n",
            content,
            language is null ? "\n</pre>" : "\n</code></pre>");
    }

    private static void AddFacts(BoundedText to, TicketBlock.Facts facts)
    {
        var lead = "";
        foreach (var (name, value) in facts.Items)
        {
            var row = new BoundedText(Math.Min(to.Room, SectionedText.RowUnits));
            row.Add($"{lead}|_. ");
            TextileInline.AddLine(row, ScannerText.OneLine(name), isLineStart: false);
            row.Add(" | ");
            var cell = new BoundedText(row.Room - " |".Length);
            TextileInline.AddLine(cell, ScannerText.OneLine(value), isLineStart: false);
            to.Add($"{row}{cell} |");
            lead = "\n";
        }
    }

    private static void AddLinks(BoundedText to, TicketBlock.Links links)
    {
        var lead = "";
        foreach (var link in links.Items)
        {
            if (TicketAddress.Of(link.Url) is not { } address)
            {
                continue;
            }

            var item = new BoundedText(SectionedText.LinkUnits);
            item.Add($"{lead}* \"");
            TextileInline.AddLinkText(item, ScannerText.OneLine(link.Text ?? address.AbsoluteUri));
            item.Add($"\":{TextileInline.Address(address)}");
            if (!item.IsCut)
            {
                to.Add(item.ToString());
                lead = "\n";
            }
        }
    }

    // What would end the block early; the joiner is not seen.
    [GeneratedRegex(@"<(?=/?(?:code|pre|kbd|notextile))", RegexOptions.IgnoreCase)]
    private static partial Regex EndMark();
}
