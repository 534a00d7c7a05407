using System.Globalization;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links.Groups;
using Patchbay.Policies;
using Patchbay.Policies.Matching;
using Patchbay.Storage;

namespace Patchbay.Links;

/// <summary>One pass of the policies over a shard: collects the changes and pushes that follow from each finding, until they are committed.</summary>
internal sealed class EvaluationRound(
    PolicyEngine engine,
    Asset asset,
    IReadOnlyList<Assignment> assignments,
    ILookup<string, StoredLink> known,
    DateTimeOffset now)
{
    private readonly PathIgnores ignores = engine.IgnoresFor(asset.Slug, asset.Tags);

    /// <summary>Findings with their verdicts, and the links that change with them.</summary>
    public List<Change> Changes { get; } = [];

    /// <summary>Links whose tickets may have to change.</summary>
    public List<PendingPush> Pushes { get; } = [];

    /// <summary>What groups are to be told of their findings.</summary>
    public List<GroupNote> News { get; } = [];

    /// <summary>How many bytes the changes have.</summary>
    public long Bytes { get; private set; }

    /// <summary>Judges one finding; adds nothing when all stays as it is.</summary>
    public void Judge(StoredFinding stored)
    {
        var finding = Placed(stored.Record);
        var verdict = engine.Decide(new PolicySubject(asset.Slug, asset.Tags, finding), now);
        if (finding.State == stored.Record.State && finding.Verdict is { } was && SaysTheSame(was, verdict))
        {
            return;
        }

        Add(stored.Become(finding with { Verdict = verdict }));
        if (StateAudit.Row(stored.Record, finding, StateAudit.Policy, ReasonOf(finding)) is { } audit)
        {
            Add(audit);
        }

        foreach (var wish in LinkWishes.For(finding, verdict, assignments, [.. known[finding.Key]], now))
        {
            var body = StoredJson.Write(wish.Link);
            var key = wish.Link.Ref.Key;
            Add(wish is LinkWish.Changed changed ? new Change.Replace(key, changed.Was.Version, body) : new Change.Add(key, body));
            if (wish.News is { } news)
            {
                News.Add(news);
            }
            else
            {
                Pushes.Add(new PendingPush(wish.Link.Ref, wish.Link.Severity, wish.Link.WantedAt));
            }
        }
    }

    /// <summary>Begins the next commit.</summary>
    public void Clear()
    {
        Changes.Clear();
        Pushes.Clear();
        News.Clear();
        Bytes = 0;
    }

    // A change of the ignored paths takes findings out of sight, or brings them back.
    private FindingRecord Placed(FindingRecord finding) =>
        ignores.StateOf(finding) is var state && state != finding.State
            ? finding with { State = state, StateChangedAt = now }
            : finding;

    private string ReasonOf(FindingRecord finding) => string.Create(
        CultureInfo.InvariantCulture,
        $"Version {engine.Document.Version} of the policies {(finding.State == FindingState.Ignored ? "ignores" : "does not ignore")} its path.");

    private void Add(Change change)
    {
        Changes.Add(change);
        Bytes += StoreLimits.BodyOf(change).Length;
    }

    // The version alone is not worth a write for every finding of every asset.
    private static bool SaysTheSame(Verdict a, Verdict b) =>
        a.IsVulnerability == b.IsVulnerability && a.Policies.SequenceEqual(b.Policies) && a.Mappings.SequenceEqual(b.Mappings)
        && Groupings(a).SequenceEqual(Groupings(b));

    private static IEnumerable<KeyValuePair<string, TicketGrouping>> Groupings(Verdict verdict) =>
        (verdict.GroupBy ?? new Dictionary<string, TicketGrouping>()).OrderBy(g => g.Key, StringComparer.Ordinal);
}
