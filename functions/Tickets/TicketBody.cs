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

    /// <summary>Running text; blank lines part paragraphs.</summary>
    public sealed record Prose(string Value) : TicketBlock;

    /// <summary>Code or tool output, shown as it is.</summary>
    /// <param name="Language">For colouring; null when unknown.</param>
    public sealed record Code(string Value, string? Language) : TicketBlock;

    /// <summary>Names and values: severity, rule, file.</summary>
    public sealed record Facts(IReadOnlyList<KeyValuePair<string, string>> Items) : TicketBlock;

    /// <summary>Links for further reading; absolute http(s) URLs.</summary>
    public sealed record Links(IReadOnlyList<string> Urls) : TicketBlock;

    /// <summary>The line by which Patchbay finds its ticket again; always the last, never cut.</summary>
    public sealed record Mark(string Marker) : TicketBlock;
}
