using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Groups;
using Patchbay.Policies;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>Has the policies judge the findings of one shard, and notes in the lanes what tickets follow.</summary>
/// <remarks>
/// A finding, its verdict and its links are committed together with a note of the links to be pushed, and the message that asked for
/// the evaluation is completed only after the lanes know these. So what a killed process left is picked up when it is delivered again.
/// </remarks>
public sealed class Evaluation(
    IStore store, FindingBook findings, LinkMap links, AssetBook assets, PolicyBook policies, IntegrationBook integrations,
    LaneNotes notes, GroupNotes groups, FaultPoint fault, TimeProvider clock)
{
    // A finding takes at most this many rows of a commit: itself, its history and its links. More mappings for one asset than that are not sensible.
    private const int RowsPerFinding = 13;

    /// <summary>Judges the findings that the policies have not seen in their present state.</summary>
    /// <param name="work">Names the asset and the shard; with a version of the policies, every finding is judged anew.</param>
    /// <exception cref="ConcurrentChangeException">A finding changed meanwhile; what is left is for another try.</exception>
    public async Task RunAsync(EvaluationWork work, CancellationToken cancellationToken)
    {
        if (work.Asset is null || await assets.FindAsync(work.Asset, cancellationToken) is not { } asset)
        {
            return;
        }

        var all = work.Policies is not null;
        var engine = await policies.EngineAsync(work.Policies ?? 0, cancellationToken);
        await PassAsync(asset, work.Shard, engine, all, cancellationToken);
        while (!await policies.IsCurrentAsync(engine.Document.Version, cancellationToken))
        {
            // The change has perhaps been through this shard already, before we wrote what the old policies said.
            engine = await policies.EngineAsync(engine.Document.Version + 1, cancellationToken);
            await PassAsync(asset, work.Shard, engine, all: true, cancellationToken);
        }
    }

    private async Task PassAsync(Asset asset, int shard, PolicyEngine engine, bool all, CancellationToken cancellationToken)
    {
        var assigned = await integrations.AssignmentsForAsync(asset.Slug, asset.Tags, cancellationToken);
        var known = await KnownLinksAsync(asset.Slug, shard, cancellationToken);
        var round = new EvaluationRound(engine, asset, assigned, known, clock.GetUtcNow());
        await foreach (var finding in findings.ListAsync(asset.Slug, shard, string.Empty, null, cancellationToken))
        {
            if (!all && finding.Record.Verdict is not null)
            {
                continue;
            }

            round.Judge(finding);
            if (round.Changes.Count > StoreLimits.Changes - 2 - RowsPerFinding || round.Bytes > StoreLimits.CommitBytes / 2)
            {
                await CommitAsync(asset.Slug, shard, round, cancellationToken);
            }
        }

        await CommitAsync(asset.Slug, shard, round, cancellationToken);
        await groups.FlushAsync(asset.Slug, shard, cancellationToken);
        await notes.FlushAsync(asset.Slug, shard, cancellationToken);
    }

    private async Task<ILookup<string, StoredLink>> KnownLinksAsync(string asset, int shard, CancellationToken cancellationToken)
    {
        var known = new List<StoredLink>();
        await foreach (var link in links.ListAsync(asset, shard, null, cancellationToken))
        {
            known.Add(link);
        }

        return known.ToLookup(l => l.Link.FindingKey);
    }

    private async Task CommitAsync(string asset, int shard, EvaluationRound round, CancellationToken cancellationToken)
    {
        if (round.Changes.Count == 0)
        {
            return;
        }

        if (round.Pushes.Count > 0)
        {
            round.Changes.Add(notes.Row(round.Pushes));
        }

        if (round.News.Count > 0)
        {
            round.Changes.Add(groups.Row(round.News));
        }

        if (!await store.CommitAsync(FindingBook.PartitionOf(asset, shard), round.Changes, cancellationToken))
        {
            throw new ConcurrentChangeException($"Findings of {asset} changed while the policies judged them.");
        }

        fault.Pass(PushStep.WishesCommitted);
        round.Clear();
    }
}
