using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Api;

/// <summary>What waits to be pushed, and what failed and why. HTTP: below <c>/api/pushes</c>.</summary>
public static class PushRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/pushes").WithTags("pushes");
        routes.MapGet("/pending", PendingAsync)
            .WithSummary("Lists the lanes with what waits in each, why, and when it will be done at the present pace.")
            .Produces<Page<LaneView>>();
        routes.MapGet("/errors", CountAsync)
            .WithSummary("Counts the failed pushes of each mapping, with the newest reason.")
            .Produces<Page<ErrorCount>>();
        routes.MapGet("/errors/{mapping}", ListAsync)
            .WithSummary("Lists the failed pushes of a mapping: which finding, when, why, and when it is tried again.")
            .Produces<Page<PushErrorView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/drift", DriftAsync)
            .WithSummary("Lists linked tickets that were found moved, deleted, hidden or in a state that does not fit their finding.")
            .Produces<Page<Drift>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/errors/{mapping}/retry", RetryAsync)
            .WithSummary("Tries every failed push of a mapping again, with all their attempts before them.")
            .Produces<RetryReply>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PendingAsync(
        IntegrationBook book, TrackerKinds kinds, Lane lanes, TimeProvider clock, CancellationToken cancellationToken)
    {
        var views = new List<LaneView>();
        foreach (var instance in (await book.ReadAsync(cancellationToken)).Instances.Values.Select(i => i.Item))
        {
            for (var number = 0; number < instance.Lanes; number++)
            {
                var outlook = await lanes.OutlookAsync(new LaneId(instance.Name, number), kinds.PaceOf(instance), cancellationToken);
                views.Add(LaneView.Of(instance.Name, number, outlook));
            }
        }

        return TypedResults.Ok(new Page<LaneView>([.. views.OrderBy(v => v.Instance, StringComparer.Ordinal).ThenBy(v => v.Lane)], null));
    }

    private static async Task<IResult> CountAsync(IntegrationBook book, PushErrors errors, CancellationToken cancellationToken)
    {
        var counts = new List<ErrorCount>();
        foreach (var mapping in (await book.ReadAsync(cancellationToken)).Mappings.Keys.Order(StringComparer.Ordinal))
        {
            var failed = await errors.ListAsync(mapping, null, cancellationToken).ToListAsync(cancellationToken);
            var newest = failed.MaxBy(f => f.ChangedAt);
            counts.Add(new ErrorCount(mapping, failed.Count, failed.Count(PushErrorView.NeedsPerson), newest?.ChangedAt, newest?.Reason));
        }

        return TypedResults.Ok(new Page<ErrorCount>(counts, null));
    }

    private static async Task<IResult> ListAsync(
        string mapping, HttpRequest request, IntegrationBook book, PushErrors errors, CancellationToken cancellationToken,
        int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        if (!(await book.ReadAsync(cancellationToken)).Mappings.ContainsKey(mapping))
        {
            return Problems.Missing($"There is no mapping '{mapping}'.");
        }

        if (after?.Split('~') is not ({ Length: 2 } or null))
        {
            return Problems.Bad("after must be the value from an earlier answer's 'next'.");
        }

        var start = after?.Split('~') is [var asset, var finding] ? new LinkRef(asset, finding, mapping) : null;
        var found = await errors.ListAsync(mapping, start, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var last = found.Count > limit ? found[limit - 1] : null;
        return TypedResults.Ok(new Page<PushErrorView>(
            [.. found.Take(limit).Select(PushErrorView.Of)],
            last is null ? null : NextPage.Of(request, $"{last.Asset}~{last.FindingKey}")));
    }

    private static async Task<IResult> DriftAsync(
        HttpRequest request, DriftBook drifts, CancellationToken cancellationToken, int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        if (after?.Split('~') is not ({ Length: 3 } or null))
        {
            return Problems.Bad("after must be the value from an earlier answer's 'next'.");
        }

        var start = after?.Split('~') is [var asset, var finding, var mapping] ? new LinkRef(asset, finding, mapping) : null;
        var found = await drifts.ListAsync(start, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var last = found.Count > limit ? found[limit - 1] : null;
        return TypedResults.Ok(new Page<Drift>(
            [.. found.Take(limit)], last is null ? null : NextPage.Of(request, $"{last.Asset}~{last.FindingKey}~{last.Mapping}")));
    }

    private static async Task<IResult> RetryAsync(
        string mapping, HttpContext context, IntegrationBook book, RetryFailed retry, CancellationToken cancellationToken) =>
        (await book.ReadAsync(cancellationToken)).Mappings.ContainsKey(mapping)
            ? TypedResults.Accepted((string?)null, new RetryReply(await retry(mapping, Caller.Of(context), cancellationToken)))
            : Problems.Missing($"There is no mapping '{mapping}'.");
}

/// <summary>A lane and what waits in it.</summary>
/// <param name="Instance">The tracker's instance.</param>
/// <param name="Lane">From 0.</param>
/// <param name="Pending">Pushes that wait.</param>
/// <param name="HeldUntil">Until when nothing is pushed; null when the lane is free.</param>
/// <param name="Reason">Why it is held; null when it is free.</param>
/// <param name="DoneAt">When all will be pushed at the present pace, if nothing fails; null when nothing waits.</param>
public sealed record LaneView(string Instance, int Lane, int Pending, DateTimeOffset? HeldUntil, string? Reason, DateTimeOffset? DoneAt)
{
    /// <summary>Shows a lane.</summary>
    public static LaneView Of(string instance, int lane, LaneOutlook outlook) =>
        new(instance, lane, outlook.Pending, outlook.Hold?.Until, outlook.Hold?.Reason, outlook.DoneAt);
}

/// <summary>How many pushes of a mapping failed.</summary>
/// <param name="Count">Links whose last push failed.</param>
/// <param name="NeedPerson">Those that are not tried again by themselves.</param>
/// <param name="NewestAt">When the newest one failed; null when none did.</param>
/// <param name="NewestReason">Why.</param>
public sealed record ErrorCount(string Mapping, int Count, int NeedPerson, DateTimeOffset? NewestAt, string? NewestReason);

/// <summary>A failed push.</summary>
/// <param name="State"><c>failed</c> and <c>lost</c> wait for a person; anything else is tried again by itself.</param>
/// <param name="Attempts">Pushes tried for the present wish.</param>
/// <param name="NextAt">When it is tried again; null when it waits for a person.</param>
public sealed record PushErrorView(
    string Asset, string FindingKey, string Mapping, LinkState State, string? Reason, int Attempts, DateTimeOffset At, DateTimeOffset? NextAt,
    TicketRef? Ticket)
{
    /// <summary>Shows a link's last failure.</summary>
    public static PushErrorView Of(Link link) => new(
        link.Asset, link.FindingKey, link.Mapping, link.State, link.Reason, link.Attempts, link.ChangedAt, link.NotBefore, link.Ticket);

    /// <summary>Whether nothing happens until a person acts.</summary>
    public static bool NeedsPerson(Link link) => link.State is LinkState.Failed or LinkState.Lost;
}

/// <summary>How many pushes are tried again.</summary>
public sealed record RetryReply(int Retried);
