using System.Diagnostics;
using Patchbay.Api;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Policies;
using Patchbay.Scanners;
using Patchbay.Scanners.Spooling;

namespace Patchbay.Triggers.IngestScan;

/// <summary>Takes one scanner report. HTTP: POST /api/assets/{asset}/scans.</summary>
/// <remarks>Replies 202 with counts once every finding is stored; 400 when the body is no whole report, and then nothing is stored.</remarks>
public sealed class IngestScan(
    ReportReader reader, ScanLog scans, AssetBook assets, PolicyBook policies, IntegrationBook integrations)
{
    private const int WordCharacters = 200;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/assets/{asset}/scans", RunAsync)
        .WithTags("scans")
        .WithSummary("Takes a report of any scanner that is known, plain or gzip, as the body or as the file of a form.")
        .Accepts<object>("application/json", "application/octet-stream", "multipart/form-data", "*/*")
        .Produces<ScanView>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> RunAsync(
        string asset, HttpRequest request, IngestScan door, ReportSpool spool, CancellationToken cancellationToken,
        string? scanner = null, string? branch = null, string? commit = null, string? environment = null, bool? closeAbsent = null)
    {
        if (!AssetSlug.IsValid(asset))
        {
            return Problems.Bad($"'{asset}' cannot name an asset: {AssetSlug.Rule}.");
        }

        string?[] words = [branch, commit, environment];
        if (words.Any(w => w?.Length > WordCharacters || w?.Any(char.IsControl) == true))
        {
            return Problems.Bad($"branch, commit and environment are at most {WordCharacters} characters, none of them a control character.");
        }

        var upload = new Upload(asset, new Scope(string.Empty, Blank(branch), Blank(environment)), string.Empty)
        {
            Commit = Blank(commit),
            Tools = [],
        };
        try
        {
            if (await ReportPart.FindAsync(request, cancellationToken) is not { } report)
            {
                return Problems.Bad("The form holds no file; send the report as one, as curl -F report=@file does, or as the body itself.");
            }

            string? encoding = ReferenceEquals(report, request.Body) ? request.Headers.ContentEncoding.ToString() : null;
            var intake = await spool.TakeAsync(report, encoding, cancellationToken);
            return await door.TakeAsync(upload, intake, Blank(scanner), closeAbsent, cancellationToken);
        }
        catch (BadHttpRequestException broken)
        {
            return TypedResults.Problem(broken.Message, statusCode: broken.StatusCode);
        }
    }

    private async Task<IResult> TakeAsync(
        Upload upload, Intake intake, string? scanner, bool? closeAbsent, CancellationToken cancellationToken)
    {
        switch (intake)
        {
            case Intake.Spooled spooled:
                await using (spooled.Body)
                {
                    return await RecordAsync(upload with { ReportHash = spooled.Hash }, spooled.Body, scanner, closeAbsent, cancellationToken);
                }

            case Intake.BadGzip bad:
                return Problems.Bad(bad.Reason);
            case Intake.UnknownEncoding unknown:
                return TypedResults.Problem(unknown.Reason, statusCode: StatusCodes.Status415UnsupportedMediaType);
            case Intake.Busy busy:
                return TypedResults.Problem(busy.Reason, statusCode: StatusCodes.Status503ServiceUnavailable);
            case Intake.TooLarge large:
                return TypedResults.Problem(large.Reason, statusCode: StatusCodes.Status413PayloadTooLarge);
            default:
                throw new UnreachableException();
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task<IResult> RecordAsync(
        Upload upload, Stream body, string? scanner, bool? closeAbsent, CancellationToken cancellationToken)
    {
        if (reader.ScannerOf(body, scanner) is { } name
            && await scans.FindRecordedAsync(upload with { Scope = upload.Scope with { Scanner = name } }, cancellationToken) is { } known)
        {
            return Accepted(known);
        }

        var tags = (await assets.FindAsync(upload.Asset, cancellationToken))?.Tags ?? [];
        var ignores = await policies.IgnoredPathsAsync(upload.Asset, tags, cancellationToken);
        using var draft = new ReportDraft(finding => ignores.Covers(finding.Place.Path));
        switch (reader.Read(body, scanner, draft.Take, cancellationToken))
        {
            case Report.Unreadable unreadable:
                return Problems.Unreadable(unreadable.Reason, unreadable.At);
            case Report.Readable when draft.Refusal is { } refusal:
                return Problems.Bad(refusal + ".");
            case Report.Readable readable:
                var whole = upload with
                {
                    Scope = upload.Scope with { Scanner = readable.Scanner },
                    Tools = readable.Summary.Tools,
                    ToolVersion = readable.Summary.ToolVersion,
                    IsWhole = readable.Summary.IsWhole,
                    Warnings = readable.Summary.Warnings,
                    ClosesAbsent = closeAbsent ?? await ClosesAbsentAsync(upload.Asset, tags, cancellationToken),
                };
                return Accepted(await scans.RecordAsync(whole, draft, cancellationToken));
            default:
                throw new UnreachableException();
        }
    }

    private static IResult Accepted(Scan scan)
    {
        var view = ScanView.Of(scan);
        return TypedResults.Accepted(view.Url, view);
    }

    // Where several assignments disagree, the careful one counts.
    private async Task<bool> ClosesAbsentAsync(string asset, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        (await integrations.AssignmentsForAsync(asset, tags, cancellationToken)).All(a => a.CloseAbsent);
}
