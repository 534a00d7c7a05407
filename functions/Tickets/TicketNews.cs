using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>Writes what people read below a ticket when the state of its finding changed. The same change makes the same comment.</summary>
public static class TicketNews
{
    /// <summary>The comment about the state the finding is in now.</summary>
    /// <param name="record">Of findings that share a ticket, the one that was the last to change.</param>
    /// <param name="ticketMarker">Marker of the finding's ticket.</param>
    /// <param name="sharedIsOpen">Whether a shared ticket is to be open, and then the finding is named; null when it is not shared.</param>
    public static TicketComment Of(FindingRecord record, string ticketMarker, bool? sharedIsOpen = null)
    {
        var moment = record.StateChangedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);
        var marker = TicketMarker.For(ticketMarker, record.State.ToString(), moment);
        return new TicketComment(marker, new TicketBody([new TicketBlock.Prose(sharedIsOpen is { } isOpen ? Shared(record, isOpen) : Text(record)), new TicketBlock.Mark(marker)]));
    }

    private static string Shared(FindingRecord record, bool isOpen)
    {
        var member = GroupMember.Of(record, new Verdict(0, false, [], []), isWanted: false);
        if (member.IsOpen && !isOpen)
        {
            return "No finding shares this ticket any more: the last of them was taken out in Patchbay.";
        }

        var place = member.Where is { } where ? $" in {TicketPlace.Code(where)}" : "";
        var news = isOpen ? "A finding of this ticket is open" : "No finding of this ticket is open any more; this was the last";
        return $"{news}: {member.Title.Replace('`', '\'')}{place}.\n\n{Text(record)}";
    }

    private static string Text(FindingRecord record)
    {
        var scan = $"scan `{record.LastScan}`";
        var reason = string.IsNullOrWhiteSpace(record.StateReason) ? "" : $" {ScannerText.OneLine(record.StateReason)}";
        return record.State switch
        {
            FindingState.Fixed => $"Fixed: the {scan} no longer finds this.{reason}",
            FindingState.FalsePositive => $"Marked as a false positive in Patchbay.{reason}",
            FindingState.RiskAccepted when record.AcceptedUntil is { } until => string.Create(
                CultureInfo.InvariantCulture, $"The risk is accepted until {until.UtcDateTime:yyyy-MM-dd}.{reason}"),
            FindingState.RiskAccepted => $"The risk is accepted.{reason}",
            FindingState.Ignored => "No longer looked at: a policy ignores its path.",
            FindingState.Suppressed => $"Set aside in the scanner, says the {scan}.{reason}",
            _ => $"Open again, last seen by the {scan}.{reason}",
        };
    }
}
