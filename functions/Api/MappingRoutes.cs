using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Api;

/// <summary>Help for whoever writes a mapping. HTTP: below <c>/api/integrations</c>.</summary>
public static class MappingRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/integrations").WithTags("integrations");
        routes.MapGet("/instances/{name}/project", DescribeAsync)
            .WithSummary("Asks the tracker what a mapping into a project can name: types, statuses, priorities, required fields.")
            .Produces<ProjectDescription>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/mappings/{name}/preview", PreviewAsync)
            .WithSummary("Shows the ticket that a finding would get, as its tracker would be sent it; nothing is sent.")
            .Produces<TicketPreview>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> DescribeAsync(
        string name, string project, IntegrationBook book, TrackerKinds kinds, CancellationToken cancellationToken)
    {
        if ((await book.ReadAsync(cancellationToken)).Instances.GetValueOrDefault(name)?.Item is not { } instance)
        {
            return Problems.Missing($"There is no instance '{name}'.");
        }

        var mapping = new Mapping("preview", name, project);
        if (kinds.Check(instance, mapping) is { Count: > 0 } mistakes)
        {
            return Problems.Bad(mistakes[0].Message);
        }

        var tracker = await kinds.OpenAsync(new TicketRoute(mapping, instance), cancellationToken);
        return await tracker.DescribeAsync(cancellationToken) switch
        {
            ProjectReading.Described described => TypedResults.Ok(described.Project),
            ProjectReading.Later later => Problems.Unavailable(later.Reason),
            ProjectReading.Refused refused => Problems.Bad(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> PreviewAsync(
        string name, string asset, string findingKey, IntegrationBook book, TrackerKinds kinds, TicketDraft drafts,
        CancellationToken cancellationToken)
    {
        if (await book.FindRouteAsync(name, cancellationToken) is not { } route)
        {
            return Problems.Missing($"There is no mapping '{name}'.");
        }

        if (!AssetSlug.IsValid(asset) || !FindingKey.IsValid(findingKey)
            || await drafts.PreviewAsync(asset, findingKey, route.Mapping, cancellationToken) is not { } ticket)
        {
            return Problems.Missing($"There is no finding '{findingKey}' of the asset '{asset}'.");
        }

        return TypedResults.Ok((await kinds.OpenAsync(route, cancellationToken)).Preview(ticket));
    }
}
