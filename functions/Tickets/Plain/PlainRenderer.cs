namespace Patchbay.Tickets.Plain;

/// <summary>Renders a ticket's text for fields without any markup; what ServiceNow's journals would run or mention is broken up.</summary>
public static class PlainRenderer
{
    private static readonly SectionedText Sections = new("\n\n", "(… shortened by Patchbay.)", PlainBlocks.Add);

    /// <summary>Renders and, where it is too long, cuts section by section, the longest first.</summary>
    /// <param name="limit">UTF-16 units; at least 1,000.</param>
    /// <returns>At most <paramref name="limit"/> units; the mark is always there.</returns>
    public static string Render(TicketBody body, int limit) => Sections.Render(body, limit);
}
