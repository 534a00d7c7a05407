using Patchbay.Tickets;

namespace Patchbay.Links.Groups;

/// <summary>Which group's ticket a finding shares. It stays with the finding's link after a person took the finding out.</summary>
/// <param name="GroupKey">Key of the group; its link has this key, too.</param>
/// <param name="Stamp">Rises with every change of the finding, so that the group can tell news from what it knows.</param>
public sealed record GroupMembership(string GroupKey, TicketGroup Group, long Stamp)
{
    /// <summary>The membership with the stamp of another change.</summary>
    public GroupMembership Next(DateTimeOffset now) => this with { Stamp = StampAfter(Stamp, now) };

    /// <summary>A stamp above another one; by the clock, so that it also rises when the row it was in is gone.</summary>
    /// <param name="stamp">0 for none.</param>
    public static long StampAfter(long stamp, DateTimeOffset now) => Math.Max(stamp + 1, now.UtcTicks);
}
