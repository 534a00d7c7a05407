using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>What a ticket says when it is made: there is nothing yet that could be kept, and a mapping may say who gets it. Pure.</summary>
internal static class NewTicket
{
    /// <summary>The wish for a new ticket. Without a person it says nothing about one, so that the tracker's own rules choose.</summary>
    public static Ticket Of(Mapping mapping, Ticket ticket)
    {
        var person = ticket.Assignee ?? mapping.Assignee;
        return ticket with
        {
            KeepsStatus = false,
            KeepsText = false,
            KeepsPriority = false,
            KeepsAssignee = person is null,
            Assignee = person,
            FormerLabels = [],
        };
    }
}
