using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;
using Patchbay.Tickets.Plain;
using Patchbay.Tickets.Textile;

namespace Patchbay.Trackers.Redmine;

/// <summary>Texts in the markup that the administrators chose.</summary>
/// <param name="format"><c>textile</c> or <c>markdown</c>.</param>
internal sealed class RedmineText(string format)
{
    private const int SubjectCharacters = 255;

    // Redmine sets no limit of its own, but MySQL may hold 64 KiB, and a page of more than this nobody reads.
    private const int Characters = 60_000;

    /// <summary>The subject: plain, one line.</summary>
    public static string Subject(string title) => PlainTitle.Of(title, SubjectCharacters);

    /// <summary>A description or a note.</summary>
    public string Render(TicketBody body) => format == "markdown"
        ? MarkdownRenderer.Render(body, Characters, MarkdownDialect.Redmine)
        : TextileRenderer.Render(body, Characters);

    /// <summary>The ticket as it would be sent.</summary>
    public TicketPreview Preview(Ticket ticket) => new(Subject(ticket.Title), Render(ticket.Body), format);

    /// <summary>Whether two texts are the same but for line ends, which Redmine changes.</summary>
    public static bool IsSame(string? one, string? other) =>
        (one ?? "").ReplaceLineEndings("\n").Trim() == (other ?? "").ReplaceLineEndings("\n").Trim();
}
