using System.Security.Cryptography;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Links;
using Patchbay.Storage;
using Patchbay.Tests.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Findings;

/// <summary>Everything that recording a report needs: a store in memory, a queue that only notes, a clock that stands still.</summary>
public sealed class ScanBench
{
    private int evaluated;

    public ScanBench(IStore? store = null)
    {
        Rows = store ?? Store;
        Outbox = new(Rows, Queue, Clock);
        Log = new ScanLog(Rows, Outbox, new AssetBook(Rows, Clock), Clock);
        Book = new FindingBook(Rows);
    }

    public MemoryStore Store { get; } = new();

    public IStore Rows { get; }

    public FakeTime Clock { get; } = new();

    public FakeQueue Queue { get; } = new();

    public Patchbay.Outbox.Outbox Outbox { get; }

    public ScanLog Log { get; }

    public FindingBook Book { get; }

    /// <summary>Ignored by a policy: files whose path begins so.</summary>
    public string? IgnoredPath { get; set; }

    /// <summary>Records a report of the branch main.</summary>
    public Task<Scan> PostAsync(params IEnumerable<ReportedFinding> entries) => PostAsync(u => u, [.. entries]);

    /// <summary>Records a report.</summary>
    /// <param name="change">Turns a whole report of the tool <c>examiner</c> for the branch main into what is uploaded.</param>
    public async Task<Scan> PostAsync(Func<Upload, Upload> change, params IEnumerable<ReportedFinding> entries)
    {
        var all = entries.ToList();
        var upload = change(new Upload("shop", new Scope("sarif", "main", null), string.Empty) { Tools = ["examiner"] });
        using var draft = new ReportDraft(IgnoredPath is null ? null : f => f.Place.Path!.StartsWith(IgnoredPath, StringComparison.Ordinal));
        all.ForEach(draft.Take);
        var bytes = StoredJson.Write(new { all, upload.Tools, upload.ToolVersion, upload.IsWhole });
        return await Log.RecordAsync(
            upload with { ReportHash = upload.ReportHash.Length > 0 ? upload.ReportHash : Convert.ToHexStringLower(SHA256.HashData(bytes)) },
            draft,
            CancellationToken.None);
    }

    /// <summary>All findings of the asset <c>shop</c>, by key.</summary>
    public async Task<IReadOnlyList<FindingRecord>> FindingsAsync()
    {
        var all = new List<FindingRecord>();
        for (var shard = 0; shard < FindingBook.Shards; shard++)
        {
            all.AddRange(await FindingsAsync(shard));
        }

        return [.. all.OrderBy(f => f.Key, StringComparer.Ordinal)];
    }

    /// <summary>The only finding at a path.</summary>
    public async Task<FindingRecord> FindingAsync(string path) => (await FindingsAsync()).Single(f => f.Finding.Place.Path == path);

    /// <summary>Changes a stored finding, as a person's decision or an evaluation does.</summary>
    public async Task ChangeAsync(FindingRecord finding, Func<FindingRecord, FindingRecord> change)
    {
        var stored = (await Book.FindAsync("shop", finding.Key, CancellationToken.None))!;
        await Rows.CommitAsync(FindingBook.PartitionOf("shop", finding.Key), [stored.Become(change(stored.Record))], CancellationToken.None);
    }

    /// <summary>Gives every finding a verdict that a message reaches, after a sweep, as the app would.</summary>
    public async Task EvaluateAsync()
    {
        await Outbox.SweepAllAsync(CancellationToken.None);
        foreach (var sent in Queue.Sent.Skip(evaluated).DistinctBy(s => s.Message.Id).ToList())
        {
            var work = StoredJson.Read<EvaluationWork>(sent.Message.Body);
            foreach (var finding in (await FindingsAsync(work.Shard)).Where(f => f.Verdict is null))
            {
                await ChangeAsync(finding, f => f with { Verdict = new Verdict(1, true, ["all"], []) });
            }

            if (work.Scan is not null)
            {
                await Log.ShardEvaluatedAsync("shop", work.Scan, work.Shard, CancellationToken.None);
            }
        }

        evaluated = Queue.Sent.Count;
    }

    private async Task<List<FindingRecord>> FindingsAsync(int shard)
    {
        var all = new List<FindingRecord>();
        await foreach (var finding in Book.ListAsync("shop", shard, string.Empty, null, CancellationToken.None))
        {
            all.Add(finding.Record);
        }

        return all;
    }
}
