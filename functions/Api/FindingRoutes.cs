using Patchbay.Assets;
using Patchbay.Findings;

namespace Patchbay.Api;

/// <summary>Findings. HTTP: below <c>/api/assets/{asset}/findings</c>; why a policy applied is <see cref="PolicyRoutes"/>'.</summary>
public static class FindingRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/assets/{asset}/findings").WithTags("findings");
        routes.MapGet("/", ListAsync)
            .WithSummary("Lists an asset's findings, perhaps only those in one state, of one severity, tool, scanner or branch.")
            .Produces<Page<FindingView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/{key}", GetAsync)
            .WithSummary("Shows one finding with its rule's texts.")
            .Produces<FindingView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        string asset, [AsParameters] FindingQuery query, HttpRequest request, AssetBook assets, FindingBook findings,
        CancellationToken cancellationToken)
    {
        if (query.Mistake() is { } mistake)
        {
            return Problems.Bad(mistake);
        }

        if (await assets.FindAsync(asset, cancellationToken) is null)
        {
            return AssetRoutes.Missing(asset);
        }

        // The key after which to go on names its own shard, so it is all the cursor there need be.
        var limit = query.Limit ?? FindingQuery.DefaultLimit;
        var items = new List<FindingView>();
        for (var shard = query.After is { } key ? FindingBook.ShardOf(key) : 0; shard < FindingBook.Shards; shard++)
        {
            var after = query.After is { } last && FindingBook.ShardOf(last) == shard ? last : null;
            await foreach (var stored in findings.ListAsync(asset, shard, string.Empty, after, cancellationToken))
            {
                if (!query.Takes(stored.Record))
                {
                    continue;
                }

                if (items.Count == limit)
                {
                    return TypedResults.Ok(new Page<FindingView>(items, NextPage.Of(request, items[^1].Key)));
                }

                items.Add(FindingView.Of(stored.Record, stored.Record.Finding.Rule));
            }
        }

        return TypedResults.Ok(new Page<FindingView>(items, null));
    }

    private static async Task<IResult> GetAsync(string asset, string key, FindingBook findings, CancellationToken cancellationToken)
    {
        if (!AssetSlug.IsValid(asset) || await findings.FindAsync(asset, key, cancellationToken) is not { Record: var record })
        {
            return Problems.Missing($"There is no finding '{key}' of the asset '{asset}'.");
        }

        var rule = await findings.FindRuleAsync(asset, record.RuleHash, cancellationToken);
        return TypedResults.Ok(FindingView.Of(record, rule ?? record.Finding.Rule));
    }
}

/// <summary>Which findings a list is to show.</summary>
/// <param name="State">Only those in this state.</param>
/// <param name="Severity">Only those of this severity.</param>
/// <param name="Scanner">Only those of this scanner or tool.</param>
/// <param name="Branch">Only those of this branch.</param>
/// <param name="Limit">Most items, from 1 to 1000. Default 100.</param>
/// <param name="After">Key of the last finding of the page before.</param>
public sealed record FindingQuery(string? State, string? Severity, string? Scanner, string? Branch, int? Limit, string? After)
{
    /// <summary>Items of a page when nobody says.</summary>
    public const int DefaultLimit = 100;

    private const int MostItems = 1000;

    private readonly FindingState? state = WordOf<FindingState>(State);
    private readonly Severity? severity = WordOf<Severity>(Severity);

    /// <summary>The first thing that is wrong with it; null when nothing is.</summary>
    public string? Mistake() =>
        Limit is < 1 or > MostItems ? $"limit must be from 1 to {MostItems}, not {Limit}."
        : State is not null && state is null ? $"state must be one of {Words<FindingState>()}, not '{State}'."
        : Severity is not null && severity is null ? $"severity must be one of {Words<Severity>()}, not '{Severity}'."
        : After is not null && !FindingKey.IsValid(After) ? "after must be the value from an earlier answer's 'next'."
        : null;

    /// <summary>Whether the finding is to be shown.</summary>
    public bool Takes(FindingRecord record) =>
        (state is null || record.State == state)
        && (severity is null || record.Finding.Rating.Value == severity)
        && (Scanner is null || record.Scope.Scanner == Scanner || record.Finding.Tool == Scanner)
        && (Branch is null || record.Scope.Branch == Branch);

    private static T? WordOf<T>(string? word)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => Word(v!.Value) == word);

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Word));

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
