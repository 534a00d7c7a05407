namespace Patchbay.Tickets;

/// <summary>Writes a ticket's text in a dialect and, where it is too long, cuts it section by section, measured as rendered.</summary>
/// <param name="gap">Stands between two blocks.</param>
/// <param name="cutNote">Says at the end of a section that it was shortened; in the dialect.</param>
/// <param name="add">Writes one block; it stops at whole constructs when the text's room is used up.</param>
internal sealed class SectionedText(string gap, string cutNote, Action<BoundedText, TicketBlock> add)
{
    /// <summary>Renders; where it is too long, the longest sections pay first, and never within a construct.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark line is always there.</returns>
    public string Render(TicketBody body, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1_000);
        var sections = Sections(body.Blocks);
        var whole = sections.ConvertAll(s => Section(s, limit));
        var lengths = whole.ConvertAll(t => t.Length + gap.Length);
        if (lengths.Sum() > limit)
        {
            var share = Share(lengths, limit) - gap.Length;
            whole = sections.ConvertAll(s => Section(s, share));
        }

        return string.Join(gap, whole.Where(t => t.Length > 0));
    }

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

    private string Section(List<TicketBlock> blocks, int limit)
    {
        var whole = Blocks(blocks, limit);
        if (!whole.IsCut)
        {
            return whole.ToString();
        }

        var cut = Blocks(blocks, limit - cutNote.Length - gap.Length);
        // A heading with nothing below it says nothing.
        return blocks[0] is TicketBlock.Heading && cut.ToString().TrimStart().IndexOf('\n', StringComparison.Ordinal) < 0
            ? ""
            : cut.ToString().TrimEnd() + gap + cutNote;
    }

    private BoundedText Blocks(List<TicketBlock> blocks, int limit)
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
                to.Add(gap);
            }

            add(to, block);
        }

        return to;
    }
}
