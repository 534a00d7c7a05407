using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>What a ticket was like when it was last looked at, for people to read.</summary>
/// <param name="ChangedAt">When it last changed by its tracker's clock; null when that does not say.</param>
public sealed record TicketSeen(
    TrackerStatus Status, string? Resolution, string? Priority, string? Assignee, IReadOnlyList<string> Labels, DateTimeOffset? ChangedAt)
{
    /// <summary>Keeps what was read.</summary>
    public static TicketSeen Of(TicketSnapshot ticket) =>
        new(ticket.Status, ticket.Resolution, ticket.Priority, ticket.Assignee, ticket.Labels, ticket.ChangedAt);

    /// <summary>The status, with the resolution where there is one: <c>Done (Won't Do)</c>.</summary>
    public string Words() => Resolution is null ? Status.Name : $"{Status.Name} ({Resolution})";
}
