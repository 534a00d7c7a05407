namespace Patchbay.Tickets;

/// <summary>A ticket's text in no dialect: blocks that every tracker can show. Text in it is untrusted and not escaped.</summary>
public sealed record TicketBody(IReadOnlyList<TicketBlock> Blocks);

/// <summary>One block of a ticket's text.</summary>
public abstract record TicketBlock
{
    private TicketBlock()
    {
    }

    /// <summary>A heading, one level below the ticket's title.</summary>
    public sealed record Heading(string Text) : TicketBlock;

    /// <summary>Running text; blank lines part paragraphs, <c>- </c> begins an item, a pair of backticks holds code. All else is literal.</summary>
    public sealed record Prose(string Value) : TicketBlock;

    /// <summary>Code or tool output, shown as it is.</summary>
    /// <param name="Language">One of <see cref="CodeLanguage"/>'s names; null when unknown.</param>
    public sealed record Code(string Value, string? Language) : TicketBlock;

    /// <summary>Names and values: severity, rule, file.</summary>
    public sealed record Facts(IReadOnlyList<KeyValuePair<string, string>> Items) : TicketBlock;

    /// <summary>Links for further reading.</summary>
    public sealed record Links(IReadOnlyList<TicketLink> Items) : TicketBlock;

    /// <summary>The line by which Patchbay finds its ticket again; always the last, never cut.</summary>
    public sealed record Mark(string Marker) : TicketBlock;
}

/// <summary>A link in a ticket.</summary>
/// <param name="Text">What to show; null for the address itself.</param>
/// <param name="Url">Absolute http(s) URL; renderers leave out any other.</param>
public sealed record TicketLink(string? Text, string Url);
