using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Links.Groups;
using Patchbay.Tickets;

namespace Patchbay.Api;

/// <summary>Findings that share a ticket. HTTP: <c>/api/links/{asset}/{findingKey}/{mapping}/members</c>.</summary>
public static class GroupRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/links/{asset}/{findingKey}/{mapping}/members", ListAsync)
        .WithTags("links")
        .WithSummary("Lists the findings that share a ticket, by the key of one of them or of their group.")
        .Produces<GroupReply>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync(
        string asset, string findingKey, string mapping, HttpRequest request, LinkMap links, GroupBook groups,
        CancellationToken cancellationToken, int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        if (after is not null && !FindingKey.IsValid(after))
        {
            return Problems.Bad("after must be the value from an earlier answer's 'next'.");
        }

        if (LinkRoutes.Name(asset, findingKey, mapping) is not { } name)
        {
            return LinkRoutes.Missing(asset, findingKey, mapping);
        }

        var own = (await links.FindAsync(name, cancellationToken))?.Link;
        var group = own is { State: LinkState.Grouped, Membership: { } membership } ? name with { FindingKey = membership.GroupKey } : name;
        if (await groups.CountAsync(group, cancellationToken) is not { } count)
        {
            return Problems.Missing($"Finding '{findingKey}' of '{asset}' shares no ticket in mapping '{mapping}'.");
        }

        var found = await groups.MembersAsync(group, after, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var next = found.Count > limit ? NextPage.Of(request, found[limit - 1].FindingKey) : null;
        return TypedResults.Ok(new GroupReply(
            count.Group, group.FindingKey, count.Open, count.Settled, [.. found.Take(limit).Select(MemberView.Of)], next));
    }
}

/// <summary>The findings that share a ticket, or a page of them.</summary>
/// <param name="Group">What they have in common.</param>
/// <param name="GroupKey">Key under which the link of their ticket is found.</param>
/// <param name="Open">How many of all are still a problem.</param>
/// <param name="Settled">How many no longer are.</param>
/// <param name="Items">In order of their keys.</param>
/// <param name="Next">Where the next page is; null on the last.</param>
public sealed record GroupReply(TicketGroup Group, string GroupKey, int Open, int Settled, IReadOnlyList<MemberView> Items, string? Next);

/// <summary>One of the findings that share a ticket.</summary>
/// <param name="FindingKey">Key of the finding.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Title">One line.</param>
/// <param name="Where">File and line, component with version, or host; null when it is nowhere.</param>
/// <param name="IsWanted">Whether the policies want a ticket for it.</param>
/// <param name="FirstSeenAt">First time any report named it.</param>
/// <param name="StateChangedAt">When its state last changed.</param>
public sealed record MemberView(
    string FindingKey, FindingState State, Severity Severity, string Title, string? Where, bool IsWanted, DateTimeOffset FirstSeenAt,
    DateTimeOffset StateChangedAt)
{
    /// <summary>Shows a member.</summary>
    public static MemberView Of(GroupMember member) => new(
        member.FindingKey, member.State, member.Severity, member.Title, member.Where, member.IsWanted, member.FirstSeenAt, member.StateChangedAt);
}
