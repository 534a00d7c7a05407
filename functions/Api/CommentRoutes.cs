using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Links.Sync;

namespace Patchbay.Api;

/// <summary>What is said about findings. HTTP: <c>/api/assets/{asset}/findings/{key}/comments</c>.</summary>
public static class CommentRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/assets/{asset}/findings/{key}/comments").WithTags("findings");
        routes.MapGet("/", ListAsync)
            .WithSummary("Lists what people said about a finding, here and, where the mapping's sync has comments, below its tickets; oldest first.")
            .Produces<Page<FindingComment>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/", SayAsync)
            .WithSummary("Says something about a finding; where the mapping's sync has comments, it is written below its tickets too.")
            .Produces<FindingComment>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        string asset, string key, HttpRequest request, FindingBook findings, CommentBook comments, CancellationToken cancellationToken,
        int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        if (!AssetSlug.IsValid(asset) || await findings.FindAsync(asset, key, cancellationToken) is null)
        {
            return Missing(asset, key);
        }

        var found = await comments.ListAsync(asset, key, after, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var next = found.Count > limit ? NextPage.Of(request, found[limit - 1].Place) : null;
        return TypedResults.Ok(new Page<FindingComment>([.. found.Take(limit).Select(c => c.Comment)], next));
    }

    private static async Task<IResult> SayAsync(
        string asset, string key, CommentBody body, HttpContext context, CommentDesk desk, CancellationToken cancellationToken)
    {
        var text = body.Text?.Trim() ?? string.Empty;
        if (text.Length is 0 or > FindingComment.MostCharacters)
        {
            return Problems.Bad($"text must have 1 to {FindingComment.MostCharacters} characters, not {text.Length}.");
        }

        return AssetSlug.IsValid(asset) && await desk.SayAsync(asset, key, text, Caller.Of(context), cancellationToken) is { } comment
            ? TypedResults.Created((string?)null, comment)
            : Missing(asset, key);
    }

    private static IResult Missing(string asset, string key) => Problems.Missing($"There is no finding '{key}' of the asset '{asset}'.");
}

/// <summary>A comment as a person sends it.</summary>
/// <param name="Text">Plain text or Markdown, 1 to 10,000 characters.</param>
public sealed record CommentBody(string? Text);
