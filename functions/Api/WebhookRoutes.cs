using System.Diagnostics;
using Patchbay.Hooks;
using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Api;

/// <summary>How an instance's tracker calls us, and how that goes. HTTP: below <c>/api/integrations/instances/{name}/webhook</c>.</summary>
public static class WebhookRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/integrations/instances/{name}/webhook").WithTags("webhooks");
        routes.MapGet("", ShowAsync)
            .WithSummary("Shows the address that the tracker calls, how to make the hook there, what proves a call, and how the hook stands.")
            .Produces<WebhookView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/deliveries", ListAsync)
            .WithSummary("Lists the calls of the last five days that proved themselves, newest first.")
            .Produces<Page<HookDelivery>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/register", RegisterAsync)
            .WithSummary("Makes the hook in the tracker for each project of the instance, or tells how; again, it makes no second one.")
            .Produces<WebhookRegistration>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ShowAsync(
        string name, IntegrationBook book, HookKinds kinds, HookHealthBook health, HookSettings settings, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, book, kinds, cancellationToken) is not var (instance, hooks))
        {
            return Missing(name);
        }

        var secrets = hooks.Secrets.Select(s => new WebhookSecretView(s.Name, s.Description, instance.Secrets.Contains(s.Name))).ToList();
        var counts = await health.ReadAsync(name, cancellationToken);
        var state = HookState.Of(counts, secrets.Exists(s => s.IsSet));
        return TypedResults.Ok(new WebhookView(settings.CallbackOf(name), hooks.Proof, hooks.Steps, secrets, state.State, state.Advice, state.Since, counts));
    }

    private static async Task<IResult> ListAsync(
        string name, HttpRequest request, IntegrationBook book, HookKinds kinds, HookJournal journal, CancellationToken cancellationToken,
        int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        if (await FindAsync(name, book, kinds, cancellationToken) is null)
        {
            return Missing(name);
        }

        var found = await journal.ListAsync(name, after, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var next = found.Count > limit ? NextPage.Of(request, found[limit - 1].Key) : null;
        return TypedResults.Ok(new Page<HookDelivery>([.. found.Take(limit).Select(f => f.Delivery)], next));
    }

    private static async Task<IResult> RegisterAsync(
        string name, HttpContext context, HookSetup setup, CancellationToken cancellationToken) =>
        await setup.RegisterAsync(name, Caller.Of(context), cancellationToken) switch
        {
            HookRegistration.Unknown => Missing(name),
            HookRegistration.Refused refused => Problems.Conflict(refused.Reason),
            HookRegistration.Made made => TypedResults.Ok(new WebhookRegistration(made.Callback, [.. made.Projects.Select(WebhookProject.Of)], [], null)),
            HookRegistration.ByHand hand => TypedResults.Ok(new WebhookRegistration(hand.Callback, [], hand.Steps, hand.NewSecret)),
            _ => throw new UnreachableException(),
        };

    private static async Task<(Instance Instance, ITrackerHooks Hooks)?> FindAsync(
        string name, IntegrationBook book, HookKinds kinds, CancellationToken cancellationToken) =>
        (await book.ReadAsync(cancellationToken)).Instances.GetValueOrDefault(name)?.Item is { } instance && kinds.Find(instance) is { } hooks
            ? (instance, hooks)
            : null;

    private static IResult Missing(string name) =>
        Problems.Missing($"There is no instance '{name}', or its tracker has no webhooks and is asked from time to time instead.");
}

/// <summary>An instance's webhook.</summary>
/// <param name="Url">What the tracker calls; missing when the setting <c>Patchbay:PublicUrl</c> is.</param>
/// <param name="Proof">What proves that a call is the tracker's.</param>
/// <param name="Steps">How an administrator makes the hook in the tracker.</param>
/// <param name="State"><c>no-secret</c>, <c>waiting</c>, <c>working</c>, <c>refusing</c>, <c>disabled</c> or <c>quiet</c>.</param>
/// <param name="Advice">What a person can do.</param>
/// <param name="Since">Since when it is refusing, disabled or quiet; missing otherwise.</param>
public sealed record WebhookView(
    string? Url, string Proof, IReadOnlyList<string> Steps, IReadOnlyList<WebhookSecretView> Secrets, string State, string Advice,
    DateTimeOffset? Since, HookHealth Health);

/// <summary>A secret by which calls prove themselves; its value is never shown.</summary>
public sealed record WebhookSecretView(string Name, string Description, bool IsSet);

/// <summary>What a registration did.</summary>
/// <param name="Url">What the tracker calls.</param>
/// <param name="Projects">Each project and what became of its hook; empty where only an administrator can make it.</param>
/// <param name="Steps">What that administrator does; empty otherwise.</param>
/// <param name="Secret">For them to enter, shown this once; missing when a secret was set before, or the tracker was told it.</param>
public sealed record WebhookRegistration(string Url, IReadOnlyList<WebhookProject> Projects, IReadOnlyList<string> Steps, string? Secret);

/// <summary>What became of one project's hook.</summary>
/// <param name="Outcome"><c>made</c>, <c>updated</c> or <c>failed</c>.</param>
/// <param name="Reason">Why it failed; missing otherwise.</param>
public sealed record WebhookProject(string Project, string Outcome, string? Reason)
{
    /// <summary>Shows one.</summary>
    public static WebhookProject Of(RegisteredProject registered) => registered.Making switch
    {
        HookMaking.Done done => new(registered.Project, done.IsNew ? "made" : "updated", null),
        HookMaking.Failed failed => new(registered.Project, "failed", failed.Reason),
        _ => throw new UnreachableException(),
    };
}
