using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>Writes what a person said in Patchbay as a comment below a ticket. The same comment is always written the same.</summary>
public static class PersonComment
{
    /// <summary>The comment. Its text goes the way of scanners' texts, so it notifies nobody and runs nothing in the tracker, whose account is ours.</summary>
    /// <param name="ticketMarker">Marker of the finding's ticket.</param>
    public static TicketComment Of(FindingComment said, string ticketMarker)
    {
        var marker = TicketMarker.For(ticketMarker, "comment", said.Id);
        var author = ScannerText.OneLine(said.Author ?? "").Replace('`', '\'');
        return new TicketComment(marker, new TicketBody(
            [new TicketBlock.Prose($"{author} said in Patchbay:"), .. ScannerText.Blocks(said.Text), new TicketBlock.Mark(marker)]));
    }
}
