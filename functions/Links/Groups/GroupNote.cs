using Patchbay.Tickets;

namespace Patchbay.Links.Groups;

/// <summary>What a group is to be told of one finding.</summary>
/// <param name="GroupKey">Key of the group.</param>
/// <param name="Mapping">Name of the mapping in which the ticket is shared.</param>
/// <param name="FindingKey">Key of the finding.</param>
/// <param name="Stamp">What the group knows with a higher stamp is newer.</param>
/// <param name="Member">The finding as it is now; null when it left the group.</param>
/// <param name="MayUpdate">A ticket that is there may be changed for it.</param>
public sealed record GroupNote(
    string GroupKey, string Mapping, TicketGroup Group, string FindingKey, long Stamp, GroupMember? Member, bool MayUpdate)
{
    /// <summary>The finding left.</summary>
    /// <param name="link">Its own link, with the stamp of the change.</param>
    /// <param name="membership">As the link has it.</param>
    public static GroupNote Left(Link link, GroupMembership membership) =>
        new(membership.GroupKey, link.Mapping, membership.Group, link.FindingKey, membership.Stamp, Member: null, MayUpdate: true);
}
