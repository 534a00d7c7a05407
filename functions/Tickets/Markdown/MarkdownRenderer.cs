namespace Patchbay.Tickets.Markdown;

/// <summary>Renders a ticket's text as Markdown in a tracker's dialect: nothing in it can mention, link or run.</summary>
public static class MarkdownRenderer
{
    /// <summary>Renders and, where it is too long, cuts section by section, the longest first, never within a construct.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <param name="dialect">Null for GitHub's.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark line is always there.</returns>
    public static string Render(TicketBody body, int limit, MarkdownDialect? dialect = null) =>
        new SectionedText("\n\n", "*… shortened by Patchbay.*", new MarkdownBlocks(dialect ?? MarkdownDialect.GitHub).Add).Render(body, limit);

    /// <summary>Renders a title: one line, references as code, cut with an ellipsis.</summary>
    /// <param name="limit">UTF-16 units.</param>
    /// <param name="dialect">Null for GitHub's.</param>
    public static string Title(string title, int limit, MarkdownDialect? dialect = null)
    {
        var inline = new MarkdownInline(dialect ?? MarkdownDialect.GitHub);
        var whole = new BoundedText(limit);
        inline.AddTitle(whole, ScannerText.OneLine(title));
        if (!whole.IsCut || whole.EndsWith('…') || whole.EndsWith('`'))
        {
            return whole.ToString();
        }

        var cut = new BoundedText(limit - 1);
        inline.AddTitle(cut, ScannerText.OneLine(title));
        return cut.EndsWith('…') ? cut.ToString() : cut.ToString().TrimEnd() + "…";
    }

    /// <summary>The line that names the marker, as <see cref="Render"/> ends with it.</summary>
    public static string MarkLine(string marker) => MarkSentence.For(marker);
}
