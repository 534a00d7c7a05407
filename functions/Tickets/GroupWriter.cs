using System.Globalization;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Tickets;

/// <summary>Writes what a group's ticket says: what its findings share, once, and which they are. The same findings make the same ticket.</summary>
public sealed class GroupWriter(TicketSettings settings)
{
    /// <summary>Most open findings that are listed; the worst come first.</summary>
    public const int MostOpen = 100;

    /// <summary>Most settled findings that are listed; the latest come first.</summary>
    public const int MostSettled = 25;

    private const int MostIds = 20;

    /// <summary>Writes the ticket.</summary>
    /// <param name="key">Key of the group.</param>
    /// <param name="members">The findings that share it, in any order.</param>
    /// <param name="lead">One of them, whose rule and scope stand for all.</param>
    /// <param name="rule">That one's rule with its texts.</param>
    /// <param name="marker">By which the ticket is found again.</param>
    /// <param name="dueOn">Day by which the first of the flaws should be mended; null for none.</param>
    public Ticket Write(
        TicketGroup group, string key, IReadOnlyCollection<GroupMember> members, FindingRecord lead, Rule rule, Asset asset, Mapping mapping,
        string marker, DateOnly? dueOn = null)
    {
        var list = new MemberList(members, group);
        var page = settings.PublicUrl is { } root ? $"{root.TrimEnd('/')}/assets/{asset.Slug}/groups/{key}/{mapping.Name}" : null;
        var parts = new Dictionary<string, IEnumerable<TicketBlock>>(StringComparer.Ordinal)
        {
            [TicketLayout.What] = list.Blocks(member => settings.PageOf(asset.Slug, member.FindingKey), page),
            [TicketLayout.Why] = Why(group, rule),
            [TicketLayout.Fix] = Fix(group, list, rule),
            [TicketLayout.Details] = [new TicketBlock.Heading("Details"), new TicketBlock.Facts([.. Facts(group, list, lead, asset)])],
            [TicketLayout.References] = References(group, list, rule, page),
        };

        // What a template says of one finding must hold for all of them.
        var spoken = lead with { Finding = Common(group, list, lead.Finding), FirstSeenAt = list.FirstSeenAt ?? lead.FirstSeenAt };
        TicketBlock[] blocks =
            [.. TicketLayout.Arrange(mapping.Body, parts, text => TicketWords.Fill(text, spoken, asset)), new TicketBlock.Mark(marker)];
        var title = mapping.Title is { } template && TicketWords.Fill(template, spoken, asset).Trim() is { Length: > 0 } filled
            ? filled
            : $"[{list.Worst}] {spoken.Finding.Title}";
        var ticket = new Ticket(marker, title, new TicketBody(blocks))
        {
            Severity = list.Worst,
            Labels = [.. mapping.Labels.Prepend(TicketWriter.OwnLabel).Distinct(StringComparer.OrdinalIgnoreCase)],
            IsOpen = list.Open.Count > 0,
            State = list.State,
            Fields = mapping.Fields.ToDictionary(f => f.Key, f => TicketWords.Fill(f.Value, spoken, asset), StringComparer.Ordinal),
            DueOn = dueOn,
            FindingUrl = page,
        };
        return ticket with { ContentHash = TicketHash.Of(ticket) };
    }

    private static Finding Common(TicketGroup group, MemberList list, Finding lead)
    {
        var name = group.By switch
        {
            TicketGrouping.Rule => ScannerText.OneLine(lead.Rule.Name ?? lead.Rule.Id).TrimEnd('.', ' '),
            TicketGrouping.Component => ComponentName.Of(new Place { Component = group.Value }),
            _ => group.Value,
        };
        var isOfRule = group.By == TicketGrouping.Rule;
        return lead with
        {
            Title = $"{name}: {list.Counted}",
            Message = null,
            Rating = new Rating(list.Worst, null, lead.Rating.Origin),
            Rule = isOfRule ? lead.Rule : new Rule(string.Empty),
            Place = group.By switch
            {
                TicketGrouping.Component => new Place { Component = group.Value },
                TicketGrouping.File => new Place { Path = group.Value },
                _ => Place.Nowhere,
            },
            Cwes = isOfRule ? lead.Cwes : [],
            Cves = isOfRule ? lead.Cves : [.. list.Cves.Take(MostIds)],
            CvssScore = isOfRule ? lead.CvssScore : null,
            CvssVector = isOfRule ? lead.CvssVector : null,
        };
    }

    private static IEnumerable<TicketBlock> Why(TicketGroup group, Rule rule) =>
        group.By != TicketGrouping.Rule || string.IsNullOrWhiteSpace(rule.Description)
            ? []
            : ScannerText.Blocks(rule.Description).Prepend(new TicketBlock.Heading("Why it matters"));

    private static IEnumerable<TicketBlock> Fix(TicketGroup group, MemberList list, Rule rule)
    {
        TicketBlock[] blocks = group.By switch
        {
            TicketGrouping.Rule => [.. ScannerText.Blocks(rule.Advice)],
            TicketGrouping.Component when list.FixedVersions is { Count: > 0 } versions =>
            [
                new TicketBlock.Prose(
                    $"Upgrade {TicketPlace.Code(group.Value)}. Versions in which these flaws are mended, as the scanners say: "
                    + $"{string.Join(", ", versions.Take(MostIds).Select(TicketPlace.Code))}."),
            ],
            _ => [],
        };
        return blocks.Length == 0 ? [] : blocks.Prepend(new TicketBlock.Heading("How to fix"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Facts(TicketGroup group, MemberList list, FindingRecord lead, Asset asset)
    {
        var rule = lead.Finding.Rule;
        var isOfRule = group.By == TicketGrouping.Rule;
        (string Name, string? Value)[] facts =
        [
            ("Severity", list.Worst.ToString()),
            ("Open", list.Severities),
            ("Settled", list.Settled.Count > 0 ? list.Settled.Count.ToString(CultureInfo.InvariantCulture) : null),
            ("Rule", !isOfRule ? null : rule.Name is { } name && name != rule.Id ? $"{rule.Id} ({name})" : rule.Id),
            ("Weakness", isOfRule ? string.Join(", ", lead.Finding.Cwes.Take(MostIds).Select(c => AdvisoryPage.Of(c).Text)) : null),
            ("Component", group.By == TicketGrouping.Component ? group.Value : null),
            ("File", group.By == TicketGrouping.File ? group.Value : null),
            ("Scanner", isOfRule ? lead.Finding.Tool : null),
            ("Asset", asset.Name == asset.Slug ? asset.Slug : $"{asset.Name} ({asset.Slug})"),
            ("Branch", lead.Scope.Branch),
            ("Environment", lead.Scope.Environment),
            ("First seen", list.FirstSeenAt?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ];
        return from fact in facts
               where !string.IsNullOrWhiteSpace(fact.Value)
               select KeyValuePair.Create(fact.Name, ScannerText.OneLine(fact.Value));
    }

    private static IEnumerable<TicketBlock> References(TicketGroup group, MemberList list, Rule rule, string? page)
    {
        TicketLink[] links =
        [
            .. page is null ? Array.Empty<TicketLink>() : [new TicketLink("These findings in Patchbay", page)],
            .. group.By == TicketGrouping.Rule && rule.HelpUrl is { } help ? [new TicketLink("About the rule", help)] : Array.Empty<TicketLink>(),
            .. list.Cves.Take(MostIds).Select(AdvisoryPage.Of).OfType<TicketLink>(),
        ];
        return links.Length == 0 ? [] : [new TicketBlock.Heading("References"), new TicketBlock.Links(links)];
    }
}
