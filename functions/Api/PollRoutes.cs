using Patchbay.Integrations;
using Patchbay.Links.Sync;

namespace Patchbay.Api;

/// <summary>How far trackers were asked what changed. HTTP: <c>/api/integrations/polls</c>.</summary>
public static class PollRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/integrations/polls", ListAsync).WithTags("integrations")
            .WithSummary("Lists the mappings that are polled for changed tickets: how far, and why not where a tracker refuses or is busy.")
            .Produces<Page<PollView>>();

    private static async Task<IResult> ListAsync(IntegrationBook book, Polling polling, CancellationToken cancellationToken)
    {
        var set = await book.ReadAsync(cancellationToken);
        var views = new List<PollView>();
        foreach (var mapping in set.Mappings.Keys.Order(StringComparer.Ordinal))
        {
            if (set.RouteOf(mapping) is { } route && await polling.FindAsync(route, cancellationToken) is { } state)
            {
                views.Add(new PollView(
                    mapping, route.Instance.Name, state.Watermark, state.CaughtUpTo is null, state.NotBefore, state.Reason));
            }
        }

        return TypedResults.Ok(new Page<PollView>(views, null));
    }
}

/// <summary>How the polling of a mapping stands.</summary>
/// <param name="Watermark">By the tracker's clock: what changed before has been seen.</param>
/// <param name="IsCaughtUp">Tickets linked before the first poll have been looked at too.</param>
/// <param name="NotBefore">When the tracker is asked again; null for at the next tick.</param>
/// <param name="Reason">Why the last poll failed; null when it did not.</param>
public sealed record PollView(
    string Mapping, string Instance, DateTimeOffset Watermark, bool IsCaughtUp, DateTimeOffset? NotBefore, string? Reason);
