using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>What the findings that share a ticket have in common.</summary>
/// <param name="By">Never <see cref="TicketGrouping.None"/>.</param>
/// <param name="Value">The rule's id, the component without its version, or the file's path.</param>
public sealed record TicketGroup(TicketGrouping By, string Value)
{
    /// <summary>What a finding shares with others; null when each has its own ticket, or when the finding is in no component or file.</summary>
    public static TicketGroup? Of(Finding finding, TicketGrouping by)
    {
        var value = by switch
        {
            TicketGrouping.Rule => finding.Rule.Id,
            TicketGrouping.Component => finding.Place.Component is { } component ? ComponentName.WithoutVersion(component) : null,
            TicketGrouping.File => finding.Place.Path,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(value) ? null : new TicketGroup(by, value);
    }
}
