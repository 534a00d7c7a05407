using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Policies;
using Patchbay.Tickets;

namespace Patchbay.Links.Groups;

/// <summary>Writes what a group's ticket should say. Its members are listed, and only two of the findings themselves are read.</summary>
public sealed class GroupDraft(FindingBook findings, AssetBook assets, PolicyBook policies, GroupBook groups, GroupWriter writer)
{
    /// <summary>The ticket, and the finding that changed last; null when none is stored any more.</summary>
    public async Task<(Ticket Ticket, FindingRecord Finding)?> WriteAsync(
        LinkRef name, TicketGroup group, Mapping mapping, string marker, CancellationToken cancellationToken)
    {
        var known = await groups.PresentAndFormerAsync(name, null, cancellationToken).ToListAsync(cancellationToken);
        var members = known.Where(m => !m.HasLeft).ToList();
        var speaking = members.Count > 0 ? members : known;
        var lead = speaking.OrderByDescending(m => m.IsOpen).ThenByDescending(m => m.Severity).ThenBy(m => m.FirstSeenAt)
            .ThenBy(m => m.FindingKey, StringComparer.Ordinal).FirstOrDefault();
        if (await assets.FindAsync(name.Asset, cancellationToken) is not { } asset
            || await FindAsync(name.Asset, lead?.FindingKey, cancellationToken) is not { } spokesman
            || await FindAsync(name.Asset, LastOf(speaking)?.FindingKey, cancellationToken) is not { } last)
        {
            return null;
        }

        var rule = await findings.FindRuleAsync(name.Asset, spokesman.RuleHash, cancellationToken) ?? spokesman.Finding.Rule;
        var document = (await policies.EngineAsync(atLeast: 0, cancellationToken)).Document;
        var due = members.Where(m => m.IsOpen).Min(m => DueOn(document, m, mapping.Name));
        return (writer.Write(group, name.FindingKey, members, spokesman, rule, asset, mapping, marker, due), last);
    }

    // What made the ticket what it is: while one is open, it is that which opened last, otherwise that which was settled last.
    private static GroupMember? LastOf(List<GroupMember> members)
    {
        var open = members.Where(m => m.IsOpen).ToList();
        return (open.Count > 0 ? open : members).MaxBy(m => m.StateChangedAt);
    }

    private static DateOnly? DueOn(PolicyDocument document, GroupMember member, string mapping) =>
        document.DueDaysOf(member.Policies, mapping) is { } days ? DateOnly.FromDateTime(member.FirstSeenAt.UtcDateTime).AddDays(days) : null;

    private async Task<FindingRecord?> FindAsync(string asset, string? key, CancellationToken cancellationToken) =>
        key is null ? null : (await findings.FindAsync(asset, key, cancellationToken))?.Record;
}
