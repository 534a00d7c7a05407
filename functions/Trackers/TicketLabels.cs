using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>Which labels a ticket should have, and which of those it has are ours to take away. Pure.</summary>
internal static class TicketLabels
{
    /// <summary>The ticket's own labels and its severity's.</summary>
    public static IReadOnlyList<string> Wanted(Mapping mapping, Ticket ticket) =>
        [.. ticket.Labels.Append(mapping.LabelOf(ticket.Severity)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Labels that are wanted and not there.</summary>
    public static IReadOnlyList<string> Missing(Mapping mapping, Ticket ticket, IEnumerable<string> there) =>
        [.. Wanted(mapping, ticket).Except(there, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Labels of ours that are there and should not be: those of other severities. People's own stay.</summary>
    public static IReadOnlyList<string> Outdated(Mapping mapping, Ticket ticket, IEnumerable<string> there) =>
        [.. there.Intersect(Enum.GetValues<Severity>().Select(mapping.LabelOf), StringComparer.OrdinalIgnoreCase)
            .Except(Wanted(mapping, ticket), StringComparer.OrdinalIgnoreCase)];
}
