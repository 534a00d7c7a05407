namespace Patchbay.Tickets.Markdown;

/// <summary>Renders a ticket's text as Markdown for GitHub, GitLab and plain files: nothing in it can mention, link or run.</summary>
public static class MarkdownRenderer
{
    private static readonly SectionedText Sections = new("\n\n", "*… shortened by Patchbay.*", MarkdownBlocks.Add);

    /// <summary>Renders and, where it is too long, cuts section by section, the longest first, never within a construct.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark line is always there.</returns>
    public static string Render(TicketBody body, int limit) => Sections.Render(body, limit);

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
    public static string MarkLine(string marker) => MarkSentence.For(marker);
}
