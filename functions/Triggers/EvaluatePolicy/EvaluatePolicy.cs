using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Hosting;
using Patchbay.Links;
using Patchbay.Outbox;
using Patchbay.Storage;

namespace Patchbay.Triggers.EvaluatePolicy;

/// <summary>Has the policies judge new or changed findings. Service Bus: queue <c>evaluations</c>.</summary>
/// <remarks>
/// A message names a shard of an asset (and the scan that made the work), or a new version of the policies; the latter is turned into a
/// message for every shard of every asset.
/// </remarks>
public sealed class EvaluatePolicy(Evaluation evaluation, ScanLog scans, AssetBook assets, IQueue queue)
{
    /// <summary>Handles one message.</summary>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var work = StoredJson.Read<EvaluationWork>(invocation.Body);
        if (work.Asset is null)
        {
            await SpreadAsync(work, cancellationToken);
            return;
        }

        await evaluation.RunAsync(work, cancellationToken);
        if (work.Scan is not null)
        {
            await scans.ShardEvaluatedAsync(work.Asset, work.Scan, work.Shard, cancellationToken);
        }
    }

    private async Task SpreadAsync(EvaluationWork work, CancellationToken cancellationToken)
    {
        await foreach (var asset in assets.ListAsync(null, cancellationToken))
        {
            var messages = Enumerable.Range(0, FindingBook.Shards).Select(shard =>
            {
                var part = work with { Asset = asset.Slug, Shard = shard };
                return new QueueMessage($"judge:{work.Policies}:{asset.Slug}:{shard:x1}", null, StoredJson.Write(part));
            });
            await queue.SendAsync(Queues.Evaluations, [.. messages], cancellationToken);
        }
    }
}
