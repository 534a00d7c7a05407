namespace Patchbay.Tickets.Html;

/// <summary>Renders a ticket's text as the plain HTML that Azure DevOps keeps: well-formed, no styles, no pictures, no scripts.</summary>
public static class HtmlRenderer
{
    private static readonly SectionedText Sections = new("\n", "<p><em>… shortened by Patchbay.</em></p>", HtmlBlocks.Add);

    /// <summary>Renders and, where it is too long, cuts section by section, the longest first, never within an element or an entity.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark is always there.</returns>
    public static string Render(TicketBody body, int limit) => Sections.Render(body, limit);
}
