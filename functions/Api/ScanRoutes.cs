using Patchbay.Assets;
using Patchbay.Findings;

namespace Patchbay.Api;

/// <summary>Scans. HTTP: below <c>/api/assets/{asset}/scans</c>; posting one is <c>IngestScan</c>'s.</summary>
public static class ScanRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/assets/{asset}/scans").WithTags("scans");
        routes.MapGet("/", ListAsync)
            .WithSummary("Lists an asset's scans, newest first.")
            .Produces<Page<ScanView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/{id}", GetAsync)
            .WithSummary("Shows one scan; its state is evaluated when the policies have seen everything it brought.")
            .Produces<ScanView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        string asset, HttpRequest request, AssetBook assets, ScanLog scans, CancellationToken cancellationToken,
        int limit = 100, string? after = null)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        if (await assets.FindAsync(asset, cancellationToken) is null)
        {
            return AssetRoutes.Missing(asset);
        }

        var last = after is null ? null : await scans.FindAsync(asset, after, cancellationToken);
        if (after is not null && last is null)
        {
            return Problems.Bad("after must be the value from an earlier answer's 'next'.");
        }

        var items = await scans.ListAsync(asset, last, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var next = items.Count > limit ? NextPage.Of(request, items[limit - 1].Id) : null;
        return TypedResults.Ok(new Page<ScanView>([.. items.Take(limit).Select(ScanView.Of)], next));
    }

    private static async Task<IResult> GetAsync(string asset, string id, ScanLog scans, CancellationToken cancellationToken) =>
        await scans.FindAsync(asset, id, cancellationToken) is { } scan
            ? TypedResults.Ok(ScanView.Of(scan))
            : Problems.Missing($"There is no scan '{id}' of the asset '{asset}'.");
}

/// <summary>A scan as the API shows it.</summary>
/// <param name="Id">The same for the same report, asset and scope.</param>
/// <param name="Asset">Slug of the asset.</param>
/// <param name="Scanner">Format of the report: <c>sarif</c>, <c>generic</c>, ...</param>
/// <param name="Tools">Tools named in the report.</param>
/// <param name="Branch">Branch that was scanned; null when not said.</param>
/// <param name="Environment">Environment that was scanned; null when not said.</param>
/// <param name="Commit">Commit that was scanned; null when not said.</param>
/// <param name="ReceivedAt">When the report came in, UTC.</param>
/// <param name="State"><c>recording</c>, <c>evaluating</c> or <c>evaluated</c>.</param>
/// <param name="Counts">What the report held.</param>
/// <param name="Warnings">What a person should know: defaults taken, entries dropped, absence not judged.</param>
/// <param name="Url">Where this scan is shown.</param>
public sealed record ScanView(
    string Id, string Asset, string Scanner, IReadOnlyList<string> Tools, string? Branch, string? Environment, string? Commit,
    DateTimeOffset ReceivedAt, ScanState State, ScanCounts Counts, IReadOnlyList<string> Warnings, string Url)
{
    /// <summary>Shows a scan.</summary>
    public static ScanView Of(Scan scan) => new(
        scan.Id, scan.Asset, scan.Scope.Scanner, scan.Tools, scan.Scope.Branch, scan.Scope.Environment, scan.Commit, scan.ReceivedAt,
        scan.State, scan.Counts, scan.Warnings, $"/api/assets/{scan.Asset}/scans/{scan.Id}");
}
