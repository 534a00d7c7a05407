using Patchbay.Findings;
using Patchbay.Tickets;

namespace Patchbay.Links.Groups;

/// <summary>Names a group as findings are named, so that its link is a link like any other. Pure.</summary>
public static class GroupKey
{
    /// <summary>The key of a finding's group: the same for all its members, and no finding's own.</summary>
    /// <remarks>
    /// Branches and environments stay apart, as they do in findings' keys. A rule's id means something within one tool only; a component
    /// or a file is the same whoever looked at it.
    /// </remarks>
    public static string Of(FindingRecord finding, TicketGroup group)
    {
        var (scope, tool) = group.By == TicketGrouping.Rule
            ? (finding.Scope, finding.Finding.Tool)
            : (finding.Scope with { Scanner = string.Empty }, string.Empty);
        return FindingKey.ScopePart(scope, tool) + FindingKey.IdentityPart($"group\n{group.By}\n{group.Value}");
    }
}
