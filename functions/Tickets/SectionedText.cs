namespace Patchbay.Tickets;

/// <summary>Fits a ticket's text into a tracker's limit, in any dialect: cut section by section, the longest first, never within a construct.</summary>
/// <param name="gap">Parts one block from the next.</param>
/// <param name="cutNote">A block, in the dialect, that says that something is missing above.</param>
/// <param name="add">Renders a block, or as much of it as fits.</param>
internal sealed class SectionedText(string gap, string cutNote, Action<BoundedText, TicketBlock> add)
{
    /// <summary>Most units of one row of a table of facts.</summary>
    public const int RowUnits = 4_000;

    /// <summary>Most units of one link; a longer one is left out.</summary>
    public const int LinkUnits = 2_500;

    private const int LeastLimit = 1_000;

    /// <summary>Renders all blocks; measured after rendering, so what escaping adds counts too.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark is always there.</returns>
    public string Render(TicketBody body, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, LeastLimit);
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
        var (whole, isCut) = Blocks(blocks, limit);
        if (!isCut)
        {
            return string.Join(gap, whole);
        }

        var (cut, _) = Blocks(blocks, limit - cutNote.Length - gap.Length);

        // A heading with nothing below it says nothing.
        return blocks[0] is TicketBlock.Heading && cut.Count < 2 ? "" : string.Join(gap, cut.Append(cutNote));
    }

    private (List<string> Rendered, bool IsCut) Blocks(List<TicketBlock> blocks, int limit)
    {
        var rendered = new List<string>();
        var room = limit;
        foreach (var block in blocks)
        {
            var to = new BoundedText(Math.Max(0, room));
            add(to, block);
            if (to.ToString().TrimEnd() is { Length: > 0 } text)
            {
                rendered.Add(text);
                room -= text.Length + gap.Length;
            }

            if (to.IsCut)
            {
                return (rendered, true);
            }
        }

        return (rendered, false);
    }
}
