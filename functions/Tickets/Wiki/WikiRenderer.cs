namespace Patchbay.Tickets.Wiki;

/// <summary>Renders a ticket's text as the wiki markup of Jira Server and Data Center: nothing in it can mention, link or run.</summary>
/// <remarks>Source: Jira's "Text Formatting Notation Help".</remarks>
public static class WikiRenderer
{
    private static readonly SectionedText Sections = new("\n\n", "_… shortened by Patchbay._", WikiBlocks.Add);

    /// <summary>Renders and, where it is too long, cuts section by section, the longest first, never within a construct.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark is always there.</returns>
    public static string Render(TicketBody body, int limit) => Sections.Render(body, limit);
}
