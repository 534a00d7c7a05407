using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>Which labels a ticket should have, and which of those it has are ours to take away. Pure.</summary>
public static class TicketLabels
{
    /// <summary>The ticket's own labels and its severity's, unless that is left to the tracker.</summary>
    public static IReadOnlyList<string> Wanted(Mapping mapping, Ticket ticket) =>
        [.. ticket.Labels.Concat(ticket.KeepsPriority ? [] : [mapping.LabelOf(ticket.Severity)]).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Labels that are wanted and not there.</summary>
    public static IReadOnlyList<string> Missing(Mapping mapping, Ticket ticket, IEnumerable<string> there) =>
        [.. Wanted(mapping, ticket).Except(there, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Labels that are there and should not be: those of other severities, and former ones. People's own stay.</summary>
    public static IReadOnlyList<string> Outdated(Mapping mapping, Ticket ticket, IEnumerable<string> there) =>
        [.. there.Intersect(Unwanted(mapping, ticket), StringComparer.OrdinalIgnoreCase)];

    /// <summary>Labels that a ticket should not have, whether or not it has them.</summary>
    public static IReadOnlyList<string> Unwanted(Mapping mapping, Ticket ticket)
    {
        var severities = Enum.GetValues<Severity>().Select(mapping.LabelOf);
        var unwanted = ticket.KeepsPriority
            ? ticket.FormerLabels.Except(severities, StringComparer.OrdinalIgnoreCase)
            : ticket.FormerLabels.Concat(severities);
        return [.. unwanted.Except(Wanted(mapping, ticket), StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Labels as a tracker has them, without the marker and those of severities: what people, mappings and tags have set.</summary>
    public static IReadOnlyList<string> People(Mapping mapping, IEnumerable<string> labels) =>
        [.. labels.Where(l => !TicketMarker.IsValid(l)).Except(Enum.GetValues<Severity>().Select(mapping.LabelOf), LabelComparer.Instance)];
}
