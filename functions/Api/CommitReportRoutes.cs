using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Api;

/// <summary>Reports at the scanned commit. HTTP: POST <c>/api/assets/{asset}/scans/{id}/commit-report</c>.</summary>
public static partial class CommitReportRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/assets/{asset}/scans/{id}/commit-report", PublishAsync)
            .WithTags("scans")
            .WithSummary("Publishes what is open in a scan's scope as a Code Insights report on the scanned commit.")
            .Produces<CommitReportReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PublishAsync(
        string asset, string id, string mapping, AssetBook assets, ScanLog scans, FindingBook findings, IntegrationBook book, TrackerKinds kinds,
        CancellationToken cancellationToken)
    {
        if (await scans.FindAsync(asset, id, cancellationToken) is not { } scan)
        {
            return Problems.Missing($"There is no scan '{id}' of the asset '{asset}'.");
        }

        if (await book.FindRouteAsync(mapping, cancellationToken) is not { } route)
        {
            return Problems.Missing($"There is no mapping {mapping}.");
        }

        if (kinds.ReportsOf(route.Instance) is not { } reports)
        {
            return Problems.Bad($"The instance {route.Instance.Name} is of kind {route.Instance.Kind}, which shows no reports at commits; bitbucket does.");
        }

        if (scan.Commit is not { } commit || !Hash().IsMatch(commit))
        {
            return Problems.Conflict("The scan names no commit by its full hash; upload with ?commit=.");
        }

        if (scan.State == ScanState.Recording)
        {
            return Problems.Conflict("The scan is still being recorded; ask again when its state says otherwise.");
        }

        var name = (await assets.FindAsync(asset, cancellationToken))?.Name ?? asset;
        var report = await CommitReport.OfAsync(scan, commit, name, OpenAsync(findings, scan, cancellationToken), cancellationToken);
        return await reports.PublishAsync(route.Instance, route.Mapping, report, cancellationToken) switch
        {
            CommitPublishing.Published published => TypedResults.Ok(new CommitReportReply(commit, report.IsPassed, published.Annotations, report.Details)),
            CommitPublishing.Later later => Problems.Unavailable(later.Reason),
            var refused => Problems.Conflict(((CommitPublishing.Refused)refused).Reason),
        };
    }

    private static async IAsyncEnumerable<FindingRecord> OpenAsync(
        FindingBook findings, Scan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < FindingBook.Shards; shard++)
        {
            await foreach (var stored in findings.ListAsync(scan.Asset, shard, "", null, cancellationToken))
            {
                if (stored.Record.Scope == scan.Scope && stored.Record.State == FindingState.Open)
                {
                    yield return stored.Record;
                }
            }
        }
    }

    [GeneratedRegex("^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
    private static partial Regex Hash();
}

/// <summary>A report that was published.</summary>
/// <param name="Commit">Where it is.</param>
/// <param name="IsPassed">Whether nothing of high severity or worse is open.</param>
/// <param name="Annotations">How many findings it shows at their lines.</param>
/// <param name="Details">What was found and what is left out.</param>
public sealed record CommitReportReply(string Commit, bool IsPassed, int Annotations, string Details);
