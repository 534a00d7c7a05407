namespace Patchbay.Tickets.Markdown;

/// <summary>Renders a ticket's text as Markdown for GitHub, GitLab and plain files: nothing in it can mention, link or run.</summary>
public static class MarkdownRenderer
{
    private const string Gap = "\n\n";
    private const string CutNote = "*… shortened by Patchbay.*";

    /// <summary>Renders and, where it is too long, cuts section by section, the longest first, never within a construct.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark line is always there.</returns>
    public static string Render(TicketBody body, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1_000);
        var sections = Sections(body.Blocks);
        var whole = sections.ConvertAll(s => Section(s, limit));
        var lengths = whole.ConvertAll(t => t.Length + Gap.Length);
        if (lengths.Sum() > limit)
        {
            var share = Share(lengths, limit) - Gap.Length;
            whole = sections.ConvertAll(s => Section(s, share));
        }

        return string.Join(Gap, whole.Where(t => t.Length > 0));
    }

    /// <summary>Renders a title: one line, references as code, cut with an ellipsis.</summary>
    /// <param name="limit">UTF-16 units.</param>
    public static string Title(string title, int limit)
    {
        var whole = new BoundedText(limit);
        MarkdownInline.AddTitle(whole, ScannerText.OneLine(title));
        if (!whole.IsCut || whole.EndsWith('…') || whole.EndsWith('`'))
        {
            return whole.ToString();
        }

        var cut = new BoundedText(limit - 1);
        MarkdownInline.AddTitle(cut, ScannerText.OneLine(title));
        return cut.EndsWith('…') ? cut.ToString() : cut.ToString().TrimEnd() + "…";
    }

    /// <summary>The line that names the marker, as <see cref="Render"/> ends with it.</summary>
    public static string MarkLine(string marker) => $"Patchbay keeps this ticket in step as `{marker}`. Please leave this line in place.";

    // The mark is a section of its own, so that it keeps its share whatever else is cut.
    private static List<List<TicketBlock>> Sections(IReadOnlyList<TicketBlock> blocks)
    {
        var sections = new List<List<TicketBlock>>();
        foreach (var block in blocks)
        {
            if (sections.Count == 0 || block is TicketBlock.Heading or TicketBlock.Mark)
            {
                sections.Add([]);
            }

            sections[^1].Add(block);
        }

        return sections;
    }

    // The largest length that, as a cap on every section, makes all of them fit: short sections stay whole, long ones pay.
    private static int Share(List<int> lengths, int limit)
    {
        var left = limit;
        var ordered = lengths.Order().ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            var even = left / (ordered.Count - i);
            if (ordered[i] > even)
            {
                return even;
            }

            left -= ordered[i];
        }

        return limit;
    }

    private static string Section(List<TicketBlock> blocks, int limit)
    {
        var whole = Blocks(blocks, limit);
        if (!whole.IsCut)
        {
            return whole.ToString();
        }

        var cut = Blocks(blocks, limit - CutNote.Length - Gap.Length);
        // A heading with nothing below it says nothing.
        return blocks[0] is TicketBlock.Heading && cut.ToString().TrimStart().IndexOf('\n', StringComparison.Ordinal) < 0
            ? ""
            : cut.ToString().TrimEnd() + Gap + CutNote;
    }

    private static BoundedText Blocks(List<TicketBlock> blocks, int limit)
    {
        var to = new BoundedText(limit);
        foreach (var block in blocks)
        {
            if (to.IsCut)
            {
                break;
            }

            if (to.Length > 0)
            {
                to.Add(Gap);
            }

            MarkdownBlocks.Add(to, block);
        }

        return to;
    }
}
