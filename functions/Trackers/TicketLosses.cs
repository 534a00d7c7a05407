using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>Words for what was asked of a tracker and did not come about, though it answered as if done. Pure.</summary>
internal static class TicketLosses
{
    /// <summary>Labels that are not there, or still there.</summary>
    /// <param name="there">The ticket's labels after the call.</param>
    public static IEnumerable<string> OfLabels(Mapping mapping, Ticket ticket, IReadOnlyList<string> there) =>
    [
        .. TicketLabels.Missing(mapping, ticket, there).Select(l => $"the label {l}"),
        .. TicketLabels.Outdated(mapping, ticket, there).Select(l => $"the removal of the label {l}"),
    ];

    /// <summary>A person who did not get the ticket, or kept it.</summary>
    /// <param name="there">Names of the person who has it after the call; none for nobody.</param>
    public static IEnumerable<string> OfAssignee(Ticket ticket, params IEnumerable<string?> there)
    {
        var names = there.Where(n => !string.IsNullOrEmpty(n)).ToList();
        return ticket.KeepsAssignee ? []
            : ticket.Assignee is not { } person ? names.Count == 0 ? [] : [$"the removal of the assignee {names[0]}"]
            : names.Contains(person, StringComparer.OrdinalIgnoreCase) ? [] : [$"the assignee {person}"];
    }
}
