using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Tickets;

namespace Patchbay.Api;

/// <summary>Links between findings and tickets. HTTP: below <c>/api/links</c>.</summary>
public static class LinkRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/links").WithTags("links");
        routes.MapGet("/", ListAsync)
            .WithSummary("Lists links, of one asset or of all, perhaps only those in one state or mapping; findings that share a ticket only with state=grouped.")
            .Produces<Page<LinkView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/by-ticket", ByTicketAsync)
            .WithSummary("Shows the link of a ticket.")
            .Produces<LinkView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/{asset}/{findingKey}/{mapping}", GetAsync)
            .WithSummary("Shows one link; of a finding that shares a ticket, the link of its group.")
            .Produces<LinkView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        HttpRequest request, AssetBook assets, LinkMap links, CancellationToken cancellationToken,
        string? asset = null, string? state = null, string? mapping = null, int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        if (LinkFilter.Read(state, mapping) is not { } filter)
        {
            return Problems.Bad($"state must be one of {LinkFilter.States}, not '{state}'.");
        }

        if (asset is not null && (!AssetSlug.IsValid(asset) || await assets.FindAsync(asset, cancellationToken) is null))
        {
            return AssetRoutes.Missing(asset);
        }

        if (LinkCursor.Read(after) is not { } start)
        {
            return Problems.Bad("after must be the value from an earlier answer's 'next'.");
        }

        var walk = new LinkWalk(assets, links, filter);
        var found = await walk.TakeAsync(asset, start, limit, cancellationToken);
        var next = found.Next is { } cursor ? NextPage.Of(request, cursor.ToString()) : null;
        return TypedResults.Ok(new Page<LinkView>([.. found.Links.Select(LinkView.Of)], next));
    }

    private static async Task<IResult> GetAsync(
        string asset, string findingKey, string mapping, LinkMap links, CancellationToken cancellationToken) =>
        Name(asset, findingKey, mapping) is { } name && await links.FindAsync(name, cancellationToken) is { Link: var own }
            ? TypedResults.Ok(LinkView.Of((await links.FindSharedAsync(name, cancellationToken))?.Link ?? own) with { FindingKey = findingKey })
            : Missing(asset, findingKey, mapping);

    private static async Task<IResult> ByTicketAsync(
        string instance, string ticket, LinkMap links, CancellationToken cancellationToken) =>
        AssetSlug.IsValid(instance)
        && await links.FindByTicketAsync(instance, ticket, cancellationToken) is { } name
        && await links.FindAsync(name, cancellationToken) is { } link
            ? TypedResults.Ok(LinkView.Of(link.Link))
            : Problems.Missing($"No ticket '{ticket}' of instance '{instance}' is linked to a finding.");

    /// <summary>A link's name, as a URL has it; null when nothing can have that name.</summary>
    internal static LinkRef? Name(string asset, string findingKey, string mapping) =>
        AssetSlug.IsValid(asset) && FindingKey.IsValid(findingKey) && AssetSlug.IsValid(mapping) ? new LinkRef(asset, findingKey, mapping) : null;

    internal static IResult Missing(string asset, string findingKey, string mapping) =>
        Problems.Missing($"There is no link of finding '{findingKey}' of '{asset}' in mapping '{mapping}'.");
}

/// <summary>A link as the API shows it.</summary>
/// <param name="Asset">Slug of the asset.</param>
/// <param name="FindingKey">Key of the finding, or of the group that the link is of.</param>
/// <param name="Mapping">Name of the mapping.</param>
/// <param name="State"><c>wanted</c>, <c>creating</c>, <c>linked</c>, <c>failed</c>, <c>lost</c>, <c>unlinked</c> or <c>grouped</c>.</param>
/// <param name="Severity">Severity when the ticket was last wished for.</param>
/// <param name="Marker">The text by which the ticket is found in its tracker.</param>
/// <param name="Ticket">The ticket; null until there is one.</param>
/// <param name="WantsOpen">Whether the ticket should be open.</param>
/// <param name="Reason">Why the last push failed, or what the tracker left out; null when all went well.</param>
/// <param name="Attempts">Pushes tried for the present wish.</param>
/// <param name="NotBefore">When the next push is due; null for at once or never.</param>
/// <param name="WantedAt">When the ticket was first wished for.</param>
/// <param name="LinkedAt">When the ticket was linked; null until then.</param>
/// <param name="ChangedAt">When anything of this last changed.</param>
/// <param name="Fields">Who has the ticket and the labels that people gave it, as both sides have them; null before its first look.</param>
/// <param name="Seen">What the ticket was like when it was last looked at; null when it was not since it was made.</param>
/// <param name="Group">What the findings have in common that share the ticket; null when it is not shared.</param>
/// <param name="GroupKey">Key of their group, under which their link is found; null when the ticket is not shared.</param>
public sealed record LinkView(
    string Asset, string FindingKey, string Mapping, LinkState State, Severity Severity, string Marker, TicketRef? Ticket,
    bool WantsOpen, string? Reason, int Attempts, DateTimeOffset? NotBefore, DateTimeOffset WantedAt, DateTimeOffset? LinkedAt,
    DateTimeOffset ChangedAt, LinkFields? Fields, TicketSeen? Seen, TicketGroup? Group, string? GroupKey)
{
    /// <summary>Shows a link.</summary>
    public static LinkView Of(Link link) => new(
        link.Asset, link.FindingKey, link.Mapping, link.State, link.Severity, link.Marker, link.Ticket, link.WantsOpen, link.Reason,
        link.Attempts, link.NotBefore, link.WantedAt, link.LinkedAt, link.ChangedAt, link.Fields, link.Seen,
        link.State == LinkState.Grouped ? link.Membership?.Group : link.Group,
        link.State == LinkState.Grouped ? link.Membership?.GroupKey : link.Group is null ? null : link.FindingKey);
}
