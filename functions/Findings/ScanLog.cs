using System.Runtime.CompilerServices;
using Patchbay.Assets;
using Patchbay.Findings.Recording;
using Patchbay.Storage;

namespace Patchbay.Findings;

/// <summary>Records reports and tells what became of them. Safe to call from many threads.</summary>
public sealed class ScanLog(IStore store, Outbox.Outbox outbox, AssetBook assets, TimeProvider clock)
{
    private readonly ScanRows scans = new(store);

    /// <summary>Records a report that was read to its end: its new, changed and absent findings, and the scan.</summary>
    /// <remarks>
    /// The same bytes for the same asset and scope are the same scan: when it was recorded before, nothing is written. When that was
    /// interrupted, it is completed. What it writes is committed when this returns; the policies look at it later.
    /// </remarks>
    /// <param name="draft">Every entry of the report; used up by this.</param>
    /// <exception cref="ArgumentException">The upload's asset is no slug.</exception>
    /// <exception cref="IOException">Other writers kept changing the same findings; nothing is lost, and the upload may be repeated.</exception>
    public async Task<Scan> RecordAsync(Upload upload, ReportDraft draft, CancellationToken cancellationToken)
    {
        var known = await FindAsync(upload.Asset, upload.ScanId(), cancellationToken);
        if (known is { State: not ScanState.Recording })
        {
            return known;
        }

        await assets.EnsureAsync(upload.Asset, cancellationToken);
        return await new RecordingRun(store, outbox, clock, upload, draft).RunAsync(known, cancellationToken);
    }

    /// <summary>Finds the scan of an upload that was recorded to its end before; null when it must yet be read and recorded.</summary>
    public async Task<Scan?> FindRecordedAsync(Upload upload, CancellationToken cancellationToken) =>
        await FindAsync(upload.Asset, upload.ScanId(), cancellationToken) is { State: not ScanState.Recording } known ? known : null;

    /// <summary>Reads one scan; null when there is none.</summary>
    public async Task<Scan?> FindAsync(string asset, string id, CancellationToken cancellationToken) =>
        AssetSlug.IsValid(asset) && IsId(id) && await scans.FindAsync(asset, id, cancellationToken) is { } stored
            ? await WithProgressAsync(stored.Scan, cancellationToken)
            : null;

    /// <summary>Lists the scans of an asset, newest first.</summary>
    /// <param name="after">Only scans older than this one; null for all.</param>
    public async IAsyncEnumerable<Scan> ListAsync(
        string asset, Scan? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in scans.ListAsync(asset, after, cancellationToken))
        {
            yield return await WithProgressAsync(stored.Scan, cancellationToken);
        }
    }

    /// <summary>Notes that the policies have seen what a scan wrote in one partition. Repeating it is harmless.</summary>
    /// <param name="shard">0 to 15.</param>
    public Task ShardEvaluatedAsync(string asset, string scan, int shard, CancellationToken cancellationToken) =>
        scans.RemoveTodoAsync(asset, scan, shard, cancellationToken);

    /// <summary>Whether the text could be the id of a scan; ids come in through URLs.</summary>
    public static bool IsId(string id) =>
        id.Length == FindingKey.Characters - FindingKey.ScopeCharacters && id.All(char.IsAsciiHexDigitLower);

    // Two evaluations that end at once may each leave it to the other to say that all is done; no todo row says it as well.
    private async Task<Scan> WithProgressAsync(Scan scan, CancellationToken cancellationToken) =>
        scan.State == ScanState.Evaluating && (await scans.TodoAsync(scan.Asset, scan.Id, cancellationToken)).Count == 0
            ? scan with { State = ScanState.Evaluated }
            : scan;
}
