namespace Patchbay.Tickets.Html;

/// <summary>Writes the blocks of a ticket's text as HTML elements.</summary>
internal static class HtmlBlocks
{
    /// <summary>Adds the block as one element or several, or as much of it as fits.</summary>
    public static void Add(BoundedText to, TicketBlock block)
    {
        switch (block)
        {
            case TicketBlock.Heading heading:
                to.Enclose("<h3>", h => HtmlInline.AddLine(h, ScannerText.OneLine(heading.Text)), "</h3>");
                break;
            case TicketBlock.Prose prose:
                AddProse(to, prose.Value);
                break;
            case TicketBlock.Code code:
                to.Enclose("<pre><code>", c => HtmlInline.AddEncoded(c, ScannerText.Printable(code.Value)), "</code></pre>");
                break;
            case TicketBlock.Facts facts:
                to.Enclose("<table>", table => AddRows(table, facts), "</table>");
                break;
            case TicketBlock.Links links:
                to.Enclose("<ul>", list => AddLinks(list, links), "</ul>");
                break;
            case TicketBlock.Mark mark:
                to.Enclose("<p>", p => HtmlInline.AddLine(p, MarkSentence.For(mark.Marker)), "</p>");
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

            if (isList)
            {
                to.Enclose("<ul>", list => AddItems(list, lines), "</ul>");
            }
            else
            {
                to.Enclose("<p>", p => AddLines(p, lines), "</p>");
            }
        }
    }

    private static void AddItems(BoundedText list, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            if (list.IsCut)
            {
                return;
            }

            list.Enclose("<li>", item => HtmlInline.AddLine(item, line), "</li>");
        }
    }

    private static void AddLines(BoundedText paragraph, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            if (paragraph.IsCut)
            {
                return;
            }

            if (paragraph.Length > 0)
            {
                paragraph.Add("<br/>");
            }

            HtmlInline.AddLine(paragraph, line);
        }
    }

    private static void AddRows(BoundedText table, TicketBlock.Facts facts)
    {
        foreach (var (name, value) in facts.Items)
        {
            var row = new BoundedText(Math.Min(table.Room, SectionedText.RowUnits));
            row.Enclose("<tr>", r =>
            {
                r.Enclose("<th>", c => HtmlInline.AddLine(c, ScannerText.OneLine(name)), "</th>");
                r.Enclose("<td>", c => HtmlInline.AddLine(c, ScannerText.OneLine(value)), "</td>");
            }, "</tr>");
            var isLast = table.Room < SectionedText.RowUnits && row.IsCut;
            table.Add(row.ToString());
            if (isLast)
            {
                table.Cut();
                return;
            }
        }
    }

    private static void AddLinks(BoundedText list, TicketBlock.Links links)
    {
        foreach (var link in links.Items)
        {
            if (TicketAddress.Of(link.Url) is not { } address)
            {
                continue;
            }

            var item = new BoundedText(SectionedText.LinkUnits);
            var open = $"<li><a href=\"{HtmlInline.Encoded(address.AbsoluteUri)}\">";
            item.Enclose(open, a => HtmlInline.AddEncoded(a, ScannerText.OneLine(link.Text ?? address.AbsoluteUri)), "</a></li>");
            if (!item.IsCut)
            {
                list.Add(item.ToString());
            }
        }
    }
}
