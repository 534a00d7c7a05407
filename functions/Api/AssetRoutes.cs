using Patchbay.Assets;
using Patchbay.Audit;

namespace Patchbay.Api;

/// <summary>Assets. HTTP: below <c>/api/assets</c>.</summary>
public static class AssetRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/assets").WithTags("assets");
        routes.MapGet("/", ListAsync)
            .WithSummary("Lists the assets in order of their slugs.")
            .Produces<Page<Asset>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/{asset}", GetAsync)
            .WithSummary("Shows one asset.")
            .Produces<Asset>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPut("/{asset}", PutAsync)
            .WithSummary("Adds an asset, or replaces what is known of it. A scan of an unknown asset adds it as well.")
            .Produces<Asset>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
        routes.MapGet("/{asset}/history", HistoryAsync)
            .WithSummary("Lists who changed an asset, newest first.")
            .Produces<Page<AuditEntry>>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        HttpRequest request, AssetBook assets, CancellationToken cancellationToken, int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        var items = await assets.ListAsync(after, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var next = items.Count > limit ? NextPage.Of(request, items[limit - 1].Slug) : null;
        return TypedResults.Ok(new Page<Asset>([.. items.Take(limit)], next));
    }

    private static async Task<IResult> GetAsync(string asset, HttpContext context, AssetBook assets, CancellationToken cancellationToken)
    {
        if (await assets.ReadAsync(asset, cancellationToken) is not { } stored)
        {
            return Missing(asset);
        }

        var tag = ETags.Of(stored.Version);
        ETags.Set(context, tag);
        return ETags.IsKnown(context.Request, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(stored.Asset);
    }

    private static async Task<IResult> PutAsync(
        string asset, AssetBody body, HttpContext context, AssetBook assets, CancellationToken cancellationToken)
    {
        if (!AssetSlug.IsValid(asset))
        {
            return Problems.Bad($"'{asset}' cannot name an asset: {AssetSlug.Rule}.");
        }

        var mistakes = body.Mistakes();
        if (mistakes.Count > 0)
        {
            return Problems.Bad("The asset has mistakes.", mistakes);
        }

        var was = await assets.ReadAsync(asset, cancellationToken);
        if (ETags.IsStale(context.Request, was is null ? null : ETags.Of(was.Version))
            || await assets.PutAsync(body.ToAsset(asset), was, Caller.Of(context), cancellationToken) is not { } stored)
        {
            return Problems.Stale($"Somebody else changed the asset '{asset}'; read it again.");
        }

        ETags.Set(context, ETags.Of(stored.Version));
        return TypedResults.Ok(stored.Asset);
    }

    private static async Task<IResult> HistoryAsync(string asset, AssetBook assets, CancellationToken cancellationToken) =>
        await assets.FindAsync(asset, cancellationToken) is null
            ? Missing(asset)
            : TypedResults.Ok(new Page<AuditEntry>(await assets.HistoryOf(asset, cancellationToken).Take(MostItems).ToListAsync(cancellationToken), null));

    internal static IResult Missing(string asset) => Problems.Missing($"There is no asset '{asset}'.");
}

/// <summary>What a person says of an asset.</summary>
/// <param name="Name">The name people read; the slug when left out.</param>
/// <param name="Owners">E-mail addresses of those who answer for it.</param>
/// <param name="Tags">Labels that policies and assignments can match.</param>
/// <param name="Impact">How bad a breach of it would be.</param>
public sealed record AssetBody(string? Name, IReadOnlyList<string>? Owners, IReadOnlyList<string>? Tags, BusinessImpact? Impact)
{
    private const int MostEntries = 100;
    private const int Characters = 200;

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<Mistake> Mistakes()
    {
        var mistakes = new List<Mistake>();
        if (Name is { Length: 0 or > Characters })
        {
            mistakes.Add(new Mistake("$.name", $"A name has 1 to {Characters} characters."));
        }

        CheckList(mistakes, "owners", Owners, o => o.Contains('@', StringComparison.Ordinal), "an e-mail address");
        CheckList(mistakes, "tags", Tags, t => t.Length > 0, "a tag of at least one character");
        return mistakes;
    }

    /// <summary>The asset it describes.</summary>
    public Asset ToAsset(string slug) => new(slug, Name ?? slug) { Owners = Owners ?? [], Tags = Tags ?? [], Impact = Impact };

    private static void CheckList(
        List<Mistake> mistakes, string name, IReadOnlyList<string>? values, Predicate<string> isGood, string expected)
    {
        if (values is { Count: > MostEntries })
        {
            mistakes.Add(new Mistake($"$.{name}", $"At most {MostEntries} entries."));
        }

        for (var i = 0; i < values?.Count; i++)
        {
            if (values[i] is not { Length: <= Characters } value || !isGood(value))
            {
                mistakes.Add(new Mistake($"$.{name}[{i}]", $"This must be {expected}, at most {Characters} characters."));
            }
        }
    }
}
