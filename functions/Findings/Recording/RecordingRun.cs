using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>Records one report.</summary>
/// <remarks>
/// The order of writes, and why a kill between any two of them loses nothing:
/// 1. Texts of rules. Nothing points to them yet; their keys follow from their content.
/// 2. The outbox register learns the partitions that step 4 writes to, so a sweep finds what step 4 leaves.
/// 3. The scan (recording) with its counts and its judgement of absence, and a todo row for every partition to be written; one commit.
///    From here on a repetition of the upload takes counts and judgement from the scan and does the rest again.
/// 4. The findings, sixteen partitions at a time. Every commit holds the message that has the policies look at what it writes.
/// 5. The scan (evaluating): every finding is written. The policies remove the todo rows; without any the scan is evaluated.
/// 6. The messages are sent. Whatever step is not reached, a sweep sends those of step 4.
/// When nothing differs from what is stored, step 3 writes the scan as evaluated, and that is all.
/// </remarks>
internal sealed class RecordingRun(IStore store, Outbox.Outbox outbox, TimeProvider clock, Upload upload, ReportDraft draft)
{
    private readonly ScanRows scans = new(store);
    private readonly ScanScope scope = new(upload, draft.Tools);
    private string? lastVersion;

    /// <summary>Records it to the end.</summary>
    /// <param name="begun">The scan as an interrupted run left it; null when there was none.</param>
    public async Task<Scan> RunAsync(Scan? begun, CancellationToken cancellationToken)
    {
        var duplicates = draft.Resolve();
        ShardWork[] shards = [.. draft.Entries.Select((entries, shard) => new ShardWork(shard, entries))];
        await SurveyAsync(shards, cancellationToken);
        new Recognition(draft, scope, shards).Recognise();

        var plan = new ScanPlan(upload, draft, scope, shards, duplicates);
        var scan = begun ?? await BeginAsync(plan, cancellationToken);
        plan.Depart(scan);
        if (begun is null)
        {
            ShardWork[] work = [.. shards.Where(s => s.HasChanges)];
            if (await AddAsync(scan, work, cancellationToken) is not { } other)
            {
                return work.Length == 0 ? Untouched(scan) : await WriteAsync(scan, work, plan.Counts, cancellationToken);
            }

            if (other.State != ScanState.Recording)
            {
                return other;
            }

            scan = other;
        }

        return await ResumeAsync(scan, shards, cancellationToken);
    }

    private static Scan Untouched(Scan scan) => scan with { State = ScanState.Evaluated };

    private string PartitionOf(ShardWork work) => FindingBook.PartitionOf(upload.Asset, work.Shard);

    private Task SurveyAsync(ShardWork[] shards, CancellationToken cancellationToken)
    {
        var survey = new ShardSurvey(store, scope);
        return Parallel.ForEachAsync(shards, Streams(cancellationToken), async (shard, token) =>
        {
            shard.Sort();
            await survey.LookAsync(shard, token);
        });
    }

    private async Task<Scan> BeginAsync(ScanPlan plan, CancellationToken cancellationToken)
    {
        lastVersion = VersionPart is { } part ? await scans.LastVersionAsync(upload.Asset, part, cancellationToken) : null;
        return plan.Begin(lastVersion, clock.GetUtcNow());
    }

    /// <returns>Null when the scan is added; otherwise the same scan, which another upload of the same report added a moment before.</returns>
    private async Task<Scan?> AddAsync(Scan scan, ShardWork[] work, CancellationToken cancellationToken)
    {
        await PrepareAsync(work, cancellationToken);
        var version = VersionPart is { } part && upload.ToolVersion is { } now && now != lastVersion ? (part, now) : default((string, string)?);
        return await scans.AddAsync(work.Length == 0 ? Untouched(scan) : scan, work.Select(w => w.Shard), version, cancellationToken)
            ? null
            : (await scans.FindAsync(scan.Asset, scan.Id, cancellationToken))?.Scan
                ?? throw new IOException($"The row of scan {scan.Id} could neither be written nor read.");
    }

    // What the interrupted run counted and judged stands, since some of its findings look known by now.
    private async Task<Scan> ResumeAsync(Scan scan, ShardWork[] shards, CancellationToken cancellationToken)
    {
        var todo = await scans.TodoAsync(scan.Asset, scan.Id, cancellationToken);
        ShardWork[] work = [.. shards.Where(s => s.HasChanges || todo.ContainsKey(s.Shard))];
        await PrepareAsync(work, cancellationToken);
        await scans.NoteTodoAsync(scan, [.. work.Select(w => w.Shard)], cancellationToken);
        return await WriteAsync(scan, work, () => scan.Counts, cancellationToken);
    }

    private async Task PrepareAsync(ShardWork[] work, CancellationToken cancellationToken)
    {
        var rules = work.SelectMany(w => w.Entries).Where(e => e.IsChanged).Select(e => e.Rule).ToHashSet();
        await new RuleTexts(store, upload.Asset).WriteAsync(draft.Rules, rules, cancellationToken);
        await outbox.AnnounceAsync([.. work.Select(PartitionOf)], cancellationToken);
    }

    private async Task<Scan> WriteAsync(Scan scan, ShardWork[] work, Func<ScanCounts> count, CancellationToken cancellationToken)
    {
        var writer = new ShardWriter(store, draft, scope, new EntryRecord(scan, scope, draft.Rules), scan);
        await Parallel.ForEachAsync(work, Streams(cancellationToken), async (w, token) => await writer.WriteAsync(w, token));
        var done = await scans.FinishAsync(scan with { Counts = count() }, cancellationToken);
        await Parallel.ForEachAsync(
            work, Streams(cancellationToken), async (w, token) => await outbox.SweepAsync(PartitionOf(w), token));
        return done;
    }

    private string? VersionPart => upload.Tools.Count == 1 ? FindingKey.ScopePart(upload.Scope, upload.Tools[0]) : null;

    private static ParallelOptions Streams(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = FindingBook.Shards, CancellationToken = cancellationToken };
}
