using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Api;

/// <summary>Tracker instances, mappings and assignments. HTTP: below <c>/api/integrations</c>. Secrets go in and never come out.</summary>
public static class IntegrationRoutes
{
    private const long MostBytes = 1024 * 1024;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/integrations").WithTags("integrations").WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        routes.MapGet("/kinds", (TrackerKinds kinds) => TypedResults.Ok(new Page<KindView>([.. kinds.All.Select(KindView.Of)], null)))
            .WithSummary("Lists the kinds of trackers and what each can be told.");
        routes.MapPost("/instances/{name}/test", TestAsync)
            .WithSummary("Tries the connection to a tracker and says in words what is missing.")
            .Produces<ConnectionTestReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        IntegrationItems.Map(
            routes, "instances", set => set.Instances, PutInstanceAsync, book => book.RemoveInstanceAsync, set => set.MappingsOf);
        IntegrationItems.Map(
            routes, "mappings", set => set.Mappings, PutMappingAsync, book => book.RemoveMappingAsync, _ => name => [name]);
        IntegrationItems.Map(routes, "assignments", set => set.Assignments, PutAssignmentAsync, book => book.RemoveAssignmentAsync);
    }

    private static async Task<BookChange> PutInstanceAsync(
        IntegrationBook book, JsonElement body, string name, Editor editor, CancellationToken cancellationToken)
    {
        var (instance, secrets, mistakes) = IntegrationBody.Instance(body, name);
        return mistakes.Count > 0
            ? new BookChange.Wrong(mistakes)
            : await book.PutAsync(instance, secrets, editor, cancellationToken);
    }

    private static async Task<BookChange> PutMappingAsync(
        IntegrationBook book, JsonElement body, string name, Editor editor, CancellationToken cancellationToken)
    {
        var (mapping, mistakes) = IntegrationBody.Mapping(body, name);
        return mistakes.Count > 0 ? new BookChange.Wrong(mistakes) : await book.PutAsync(mapping, editor, cancellationToken);
    }

    private static async Task<BookChange> PutAssignmentAsync(
        IntegrationBook book, JsonElement body, string name, Editor editor, CancellationToken cancellationToken)
    {
        var (assignment, mistakes) = IntegrationBody.Assignment(body, name);
        return mistakes.Count > 0 ? new BookChange.Wrong(mistakes) : await book.PutAsync(assignment, editor, cancellationToken);
    }

    private static async Task<IResult> TestAsync(
        string name, IntegrationBook book, TrackerKinds kinds, CancellationToken cancellationToken, string? project = null)
    {
        var set = await book.ReadAsync(cancellationToken);
        if (set.Instances.GetValueOrDefault(name)?.Item is not { } instance)
        {
            return Problems.Missing($"There is no instance {name}.");
        }

        var known = set.Mappings.Values.Select(m => m.Item).Where(m => m.Instance == name).OrderBy(m => m.Name, StringComparer.Ordinal);
        var mapping = project is null ? known.FirstOrDefault() : new Mapping("test", name, project);
        if (mapping is null)
        {
            return Problems.Bad($"No mapping uses the instance {name} yet, so name a project to try: ?project=….");
        }

        if (kinds.Check(instance, mapping) is { Count: > 0 } mistakes)
        {
            return TypedResults.Ok(new ConnectionTestReply(false, null, [.. mistakes.Select(m => m.Message)]));
        }

        var tracker = await kinds.OpenAsync(new TicketRoute(mapping, instance), cancellationToken);
        var test = await tracker.TestAsync(cancellationToken);
        return TypedResults.Ok(new ConnectionTestReply(test.IsUsable, test.Account, test.Problems));
    }
}

/// <summary>A kind of tracker.</summary>
/// <param name="Project">What a mapping's project is there.</param>
/// <param name="PaceMilliseconds">Pause between two creations unless the instance names one.</param>
/// <param name="Settings">What an instance can be told under <c>settings</c>.</param>
/// <param name="Secrets">What an instance can be told under <c>secrets</c>.</param>
public sealed record KindView(
    string Kind, string Project, int PaceMilliseconds, IReadOnlyList<KindSettingView> Settings, IReadOnlyList<KindSettingView> Secrets)
{
    /// <summary>Shows a kind.</summary>
    public static KindView Of(ITrackerKind kind)
    {
        var settings = kind.Settings.ToLookup(s => s.IsSecret, s => new KindSettingView(s.Name, s.Description));
        return new KindView(
            kind.Kind, kind.ProjectHint, (int)kind.DefaultPace.TotalMilliseconds, [.. settings[false]], [.. settings[true]]);
    }
}

/// <summary>One thing an instance can be told.</summary>
public sealed record KindSettingView(string Name, string Description);

/// <summary>What a connection test found.</summary>
/// <param name="Usable">Tickets can be filed.</param>
/// <param name="Account">Who we are in the tracker; missing when that did not come out.</param>
/// <param name="Problems">One sentence each, telling what to change.</param>
public sealed record ConnectionTestReply(bool Usable, string? Account, IReadOnlyList<string> Problems);
