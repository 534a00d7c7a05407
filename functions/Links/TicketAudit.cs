using Patchbay.Audit;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>Notes what a push did to a ticket in the history of what the ticket is about. Pure.</summary>
internal static class TicketAudit
{
    /// <summary>The row to be committed with the link; none when the ticket was neither made nor opened nor closed.</summary>
    public static IReadOnlyList<Change> Of(Link was, Link next, DateTimeOffset now)
    {
        var what = (was.Ticket, next.Ticket, was.Agreed?.IsOpen, next.Agreed?.IsOpen) switch
        {
            (_, null, _, _) => null,
            (null, _, _, _) => "file ticket",
            (_, _, not false, false) => "close ticket",
            (_, _, false, true) => "open ticket again",
            _ => null,
        };
        return what is null ? [] : [Audit.Audit.Row(new AuditEntry(next.FindingKey, "patchbay", what, now), Shown(was), Shown(next))];
    }

    private static object? Shown(Link link) =>
        link.Ticket is { } ticket ? new { link.Mapping, Ticket = ticket.Key, link.Agreed?.IsOpen } : null;
}
