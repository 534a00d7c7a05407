using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Api;

/// <summary>What people do to links by hand. HTTP: below <c>/api/links/{asset}/{findingKey}/{mapping}</c>.</summary>
public static class LinkActionRoutes
{
    private const int KeyCharacters = 200;
    private const int MostLabels = 50;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/links/{asset}/{findingKey}/{mapping}").WithTags("links");
        Describe(routes.MapPost("/push", PushAsync), "Has a ticket made or brought up to date, whatever the policies and the assignment's mode say.");
        Describe(routes.MapPost("/retry", RetryAsync), "Tries a push again, with all its attempts before it.");
        Describe(routes.MapPost("/recreate", RecreateAsync), "Has a new ticket made in place of the present one, which stays as it is.");
        Describe(routes.MapDelete("/ticket", UnlinkAsync), "Parts the finding from its ticket, which stays as it is; no other is made unasked.");
        Describe(routes.MapPut("/ticket", AttachAsync), "Links a ticket that people made themselves; its title and text stay theirs.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        Describe(routes.MapPut("/fields", SetFieldsAsync), "Sets who has the ticket, and the labels that people give it; the tracker is told.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) =>
        route.WithSummary(summary).Produces<LinkView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound);

    private static Task<IResult> PushAsync(
        string asset, string findingKey, string mapping, HttpContext context, IntegrationBook book, LinkActions actions,
        CancellationToken cancellationToken) =>
        ActAsync(asset, findingKey, mapping, book, (name, _) => actions.PushAsync(name, Caller.Of(context), cancellationToken), cancellationToken);

    private static Task<IResult> RetryAsync(
        string asset, string findingKey, string mapping, HttpContext context, IntegrationBook book, LinkActions actions,
        CancellationToken cancellationToken) =>
        ActAsync(asset, findingKey, mapping, book, (name, _) => actions.RetryAsync(name, Caller.Of(context), cancellationToken), cancellationToken);

    private static Task<IResult> RecreateAsync(
        string asset, string findingKey, string mapping, HttpContext context, IntegrationBook book, LinkActions actions,
        CancellationToken cancellationToken) =>
        ActAsync(asset, findingKey, mapping, book, (name, _) => actions.RecreateAsync(name, Caller.Of(context), cancellationToken), cancellationToken);

    private static Task<IResult> UnlinkAsync(
        string asset, string findingKey, string mapping, HttpContext context, IntegrationBook book, LinkActions actions,
        CancellationToken cancellationToken) =>
        ActAsync(
            asset,
            findingKey,
            mapping,
            book,
            (name, route) => actions.UnlinkAsync(name, route.Instance.Name, Caller.Of(context), cancellationToken),
            cancellationToken);

    private static async Task<IResult> ActAsync(
        string asset, string findingKey, string mapping, IntegrationBook book, Func<LinkRef, TicketRoute, Task<Link?>> act,
        CancellationToken cancellationToken) =>
        AssetSlug.IsValid(asset) && FindingKey.IsValid(findingKey)
        && await book.FindRouteAsync(mapping, cancellationToken) is { } route
        && await act(new LinkRef(asset, findingKey, mapping), route) is { } link
            ? TypedResults.Accepted((string?)null, LinkView.Of(link))
            : LinkRoutes.Missing(asset, findingKey, mapping);

    private static async Task<IResult> SetFieldsAsync(
        string asset, string findingKey, string mapping, LinkFieldsBody body, HttpContext context, LinkMap links, LinkActions actions,
        CancellationToken cancellationToken)
    {
        IEnumerable<string> texts = [.. body.Labels ?? [], .. body.Assignee is { } person ? [person] : Array.Empty<string>()];
        if (body.Labels is null || body.Labels.Count > MostLabels || texts.Any(t => string.IsNullOrWhiteSpace(t) || t.Length > KeyCharacters || t.Any(char.IsControl)))
        {
            return Problems.Bad($"Give both: {{\"assignee\":\"kim\",\"labels\":[\"team-a\"]}}, null for nobody; at most {MostLabels} labels, texts of 1 to {KeyCharacters} characters.");
        }

        if (LinkRoutes.Name(asset, findingKey, mapping) is not { } name || await links.FindSharedAsync(name, cancellationToken) is not { Link: var link })
        {
            return LinkRoutes.Missing(asset, findingKey, mapping);
        }

        var fields = new LinkFields(body.Assignee?.Trim(), [.. body.Labels.Select(l => l.Trim())]);
        return await actions.SetFieldsAsync(link.Ref, fields, Caller.Of(context), cancellationToken) is { } set
            ? TypedResults.Accepted((string?)null, LinkView.Of(set))
            : Problems.Conflict("The ticket was not looked at since it was made, so nobody knows what it has; try again when the link shows 'seen'.");
    }

    private static async Task<IResult> AttachAsync(
        string asset, string findingKey, string mapping, TicketKeyBody body, HttpContext context, IntegrationBook book,
        TrackerKinds kinds, LinkMap links, LinkActions actions, CancellationToken cancellationToken)
    {
        if (body.Key?.Trim() is not { Length: > 0 and <= KeyCharacters } key)
        {
            return Problems.Bad("Name the ticket as people say it: {\"key\":\"SEC-12\"}.");
        }

        var name = new LinkRef(asset, findingKey, mapping);
        if (!AssetSlug.IsValid(asset) || !FindingKey.IsValid(findingKey) || await book.FindRouteAsync(mapping, cancellationToken) is not { } route)
        {
            return LinkRoutes.Missing(asset, findingKey, mapping);
        }

        var tracker = await kinds.OpenAsync(route, cancellationToken);
        switch (await tracker.ReadAsync(new TicketRef(route.Instance.Kind, key, ""), cancellationToken))
        {
            case TicketReading.Seen { Ticket: var seen }:
                return await links.FindByTicketAsync(route.Instance.Name, seen.Ticket.Key, cancellationToken) is { } other && other != name
                    ? Problems.Conflict($"{seen.Ticket.Key} is the ticket of finding '{other.FindingKey}' of '{other.Asset}' already.")
                    : await actions.AttachAsync(name, route.Instance.Name, seen, Caller.Of(context), cancellationToken) is { } link
                        ? TypedResults.Accepted((string?)null, LinkView.Of(link))
                        : LinkRoutes.Missing(asset, findingKey, mapping);
            case TicketReading.Later later:
                return Problems.Unavailable(later.Reason);
            case TicketReading.Gone gone:
                return Problems.Bad(gone.Reason);
            case TicketReading.Refused refused:
                return Problems.Bad(refused.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>Names a ticket.</summary>
/// <param name="Key">As people say it: <c>SEC-12</c>, <c>acme/site#40</c>.</param>
public sealed record TicketKeyBody(string? Key);

/// <summary>What people set on a ticket.</summary>
/// <param name="Assignee">Login or id in the tracker; null for nobody.</param>
/// <param name="Labels">All of them, without those of severities.</param>
public sealed record LinkFieldsBody(string? Assignee, IReadOnlyList<string>? Labels);
