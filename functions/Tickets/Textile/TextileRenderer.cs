namespace Patchbay.Tickets.Textile;

/// <summary>Renders a ticket's text as the Textile that Redmine reads: nothing in it can mention, link or run.</summary>
public static class TextileRenderer
{
    private static readonly SectionedText Sections = new("\n\n", "_… shortened by Patchbay._", TextileBlocks.Add);

    /// <summary>Renders and, where it is too long, cuts section by section, the longest first, never within a construct.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark is always there.</returns>
    public static string Render(TicketBody body, int limit) => Sections.Render(body, limit);
}
