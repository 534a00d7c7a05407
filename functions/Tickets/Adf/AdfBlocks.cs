namespace Patchbay.Tickets.Adf;

/// <summary>Writes the blocks of a ticket's text as nodes of an Atlassian document.</summary>
internal static class AdfBlocks
{
    /// <summary>Adds the block as one node or several, or as much of it as fits.</summary>
    public static void Add(BoundedText to, TicketBlock block)
    {
        switch (block)
        {
            case TicketBlock.Heading heading:
                AdfNodes.Add(to, "\"type\":\"heading\",\"attrs\":{\"level\":3}", h => AdfNodes.AddLine(h, ScannerText.OneLine(heading.Text)));
                break;
            case TicketBlock.Prose prose:
                AddProse(to, prose.Value);
                break;
            case TicketBlock.Code code:
                AddCode(to, code);
                break;
            case TicketBlock.Facts facts:
                AdfNodes.Add(to, "\"type\":\"table\"", table => AddRows(table, facts));
                break;
            case TicketBlock.Links links:
                AddLinks(to, links);
                break;
            case TicketBlock.Mark mark:
                AdfNodes.AddParagraph(to, p => AdfNodes.AddLine(p, MarkSentence.For(mark.Marker)));
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
                AdfNodes.Add(to, "\"type\":\"bulletList\"", list => AddItems(list, lines));
            }
            else
            {
                AdfNodes.AddParagraph(to, p => AddLines(p, lines));
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

            AddItem(list, p => AdfNodes.AddLine(p, line));
        }
    }

    private static void AddItem(BoundedText list, Action<BoundedText> paragraph) =>
        AdfNodes.Add(list, "\"type\":\"listItem\"", item => AdfNodes.AddParagraph(item, paragraph));

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
                AdfNodes.AddLeaf(paragraph, "hardBreak");
            }

            AdfNodes.AddLine(paragraph, line);
        }
    }

    private static void AddCode(BoundedText to, TicketBlock.Code code)
    {
        var language = code.Language is { } name && CodeLanguage.Named(name) is { } known ? $",\"attrs\":{{\"language\":\"{known}\"}}" : "";
        AdfNodes.Add(to, $"\"type\":\"codeBlock\"{language}", c => AdfNodes.AddText(c, ScannerText.Printable(code.Value), mark: null));
    }

    private static void AddRows(BoundedText table, TicketBlock.Facts facts)
    {
        foreach (var (name, value) in facts.Items)
        {
            var row = new BoundedText(Math.Min(Math.Max(0, table.Room - 1), SectionedText.RowUnits));
            AdfNodes.Add(row, "\"type\":\"tableRow\"", r =>
            {
                AddCell(r, "tableHeader", name);
                AddCell(r, "tableCell", value);
            });
            var isLast = table.Room < SectionedText.RowUnits && row.IsCut;
            table.Add(table.Length > 0 ? "," + row : row.ToString());
            if (isLast)
            {
                table.Cut();
                return;
            }
        }
    }

    private static void AddCell(BoundedText row, string type, string text) =>
        AdfNodes.Add(row, $"\"type\":\"{type}\"", cell => AdfNodes.AddParagraph(cell, p => AdfNodes.AddLine(p, ScannerText.OneLine(text))));

    private static void AddLinks(BoundedText to, TicketBlock.Links links)
    {
        var items = links.Items.Select(l => (l.Text, Address: TicketAddress.Of(l.Url))).Where(l => l.Address is not null).ToList();
        AdfNodes.Add(to, "\"type\":\"bulletList\"", list =>
        {
            foreach (var (text, address) in items)
            {
                var item = new BoundedText(SectionedText.LinkUnits);
                AddItem(item, p => AdfNodes.AddText(p, ScannerText.OneLine(text ?? address!.AbsoluteUri), AdfNodes.Link(address!)));
                if (!item.IsCut)
                {
                    list.Add(list.Length > 0 ? "," + item : item.ToString());
                }
            }
        });
    }
}
