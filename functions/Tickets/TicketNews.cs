using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>Writes what people read below a ticket when the state of its finding changed. The same change makes the same comment.</summary>
public static class TicketNews
{
    /// <summary>The comment about the state the finding is in now.</summary>
    /// <param name="ticketMarker">Marker of the finding's ticket.</param>
    public static TicketComment Of(FindingRecord record, string ticketMarker)
    {
        var moment = record.StateChangedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);
        var marker = TicketMarker.For(ticketMarker, record.State.ToString(), moment);
        return new TicketComment(marker, new TicketBody([new TicketBlock.Prose(Text(record)), new TicketBlock.Mark(marker)]));
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
