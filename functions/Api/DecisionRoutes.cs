using System.Diagnostics;
using Patchbay.Assets;
using Patchbay.Audit;
using Patchbay.Findings;

namespace Patchbay.Api;

/// <summary>What people decide about findings. HTTP: below <c>/api/assets/{asset}/findings/{key}</c>.</summary>
public static class DecisionRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/assets/{asset}/findings/{key}").WithTags("findings");
        routes.MapPost("/state", DecideAsync)
            .WithSummary("Keeps a person's decision: false-positive, risk-accepted (until a date), fixed, or open again. Scans do not undo it.")
            .Produces<FindingView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPut("/severity", RateAsync)
            .WithSummary("Gives a finding another severity than the scanner's. It counts for policies and tickets, and scans do not undo it.")
            .Produces<FindingView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete("/severity", UnrateAsync)
            .WithSummary("Takes a decided severity back: the scanner's own counts again.")
            .Produces<FindingView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/history", HistoryAsync)
            .WithSummary("Lists what changed a finding, newest first: scans, policies, people and trackers, each with the values before and after.")
            .Produces<Page<AuditEntry>>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> DecideAsync(
        string asset, string key, DecisionBody body, HttpContext context, Decisions decisions, CancellationToken cancellationToken)
    {
        if (body.State is not { } state)
        {
            return Problems.Bad("A decision names a state: open, false-positive, risk-accepted or fixed.");
        }

        if (!AssetSlug.IsValid(asset))
        {
            return Missing(asset, key);
        }

        var decision = new Decision(state, body.Reason?.Trim() ?? string.Empty, body.Until, Caller.Of(context));
        return Answer(await decisions.DecideAsync(asset, key, decision, cancellationToken), asset, key);
    }

    private static async Task<IResult> RateAsync(
        string asset, string key, SeverityBody body, HttpContext context, Decisions decisions, CancellationToken cancellationToken)
    {
        if (body.Severity is not { } severity)
        {
            return Problems.Bad("A decision names a severity: info, low, medium, high or critical.");
        }

        return AssetSlug.IsValid(asset)
            ? Answer(await decisions.RateAsync(asset, key, severity, body.Reason?.Trim() ?? string.Empty, Caller.Of(context), cancellationToken), asset, key)
            : Missing(asset, key);
    }

    private static async Task<IResult> UnrateAsync(
        string asset, string key, string? reason, HttpContext context, Decisions decisions, CancellationToken cancellationToken) =>
        AssetSlug.IsValid(asset)
            ? Answer(await decisions.RateAsync(asset, key, null, reason?.Trim() ?? string.Empty, Caller.Of(context), cancellationToken), asset, key)
            : Missing(asset, key);

    private static async Task<IResult> HistoryAsync(
        string asset, string key, FindingBook findings, Decisions decisions, CancellationToken cancellationToken) =>
        AssetSlug.IsValid(asset) && await findings.FindAsync(asset, key, cancellationToken) is not null
            ? TypedResults.Ok(new Page<AuditEntry>(await decisions.HistoryOf(asset, key, cancellationToken).Take(MostItems).ToListAsync(cancellationToken), null))
            : Missing(asset, key);

    private static IResult Answer(DecisionOutcome outcome, string asset, string key) => outcome switch
    {
        DecisionOutcome.Done done => TypedResults.Ok(FindingView.Of(done.Finding, done.Finding.Finding.Rule)),
        DecisionOutcome.Refused refused => Problems.Bad(refused.Reason),
        DecisionOutcome.Missing => Missing(asset, key),
        _ => throw new UnreachableException(),
    };

    private static IResult Missing(string asset, string key) => Problems.Missing($"There is no finding '{key}' of the asset '{asset}'.");
}

/// <summary>A decided severity as a person sends it.</summary>
/// <param name="Severity"><c>info</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</param>
/// <param name="Reason">Why, for others to read; at most 2000 characters.</param>
public sealed record SeverityBody(Severity? Severity, string? Reason);

/// <summary>A decision as a person sends it.</summary>
/// <param name="State"><c>open</c>, <c>false-positive</c>, <c>risk-accepted</c> or <c>fixed</c>.</param>
/// <param name="Reason">Why, for others to read; at most 2000 characters.</param>
/// <param name="Until">When an accepted risk is to be looked at again; null for good.</param>
public sealed record DecisionBody(FindingState? State, string? Reason, DateTimeOffset? Until);
