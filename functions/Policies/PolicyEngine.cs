using System.Collections.Concurrent;
using Patchbay.Findings;
using Patchbay.Policies.Matching;

namespace Patchbay.Policies;

/// <summary>Decides for findings what a policy document says. Pure: same document, finding and time, same verdict.</summary>
/// <remarks>Safe to call from many threads. What it remembers of assets only saves time.</remarks>
public sealed class PolicyEngine(PolicyDocument document)
{
    private const int RememberedAssets = 256;

    private readonly ConcurrentDictionary<string, AssetPolicies> assets = new(StringComparer.Ordinal);

    /// <summary>The document it decides by.</summary>
    public PolicyDocument Document { get; } = document;

    /// <summary>The verdict alone. Findings with the same verdict mostly share one object.</summary>
    public Verdict Decide(PolicySubject subject, DateTimeOffset now) => PoliciesOf(subject).Decide(subject, now);

    /// <summary>The verdict, and for every policy whether it applied and, if not, what failed first.</summary>
    public Judgement Explain(PolicySubject subject, DateTimeOffset now)
    {
        var verdict = Decide(subject, now);
        var isIgnored = IgnoresFor(subject.Asset, subject.Tags).Covers(subject.Record.Finding.Place.Path);
        var outcomes = Document.Policies.Select(p =>
            Unmet(p, subject, now, isIgnored, verdict.IsVulnerability) is { } unmet
                ? new PolicyOutcome(p.Name, false, unmet.Condition, unmet.Saw)
                : new PolicyOutcome(p.Name, true, null, null));
        return new Judgement(verdict, [.. outcomes]);
    }

    /// <summary>The paths of an asset whose findings are to be recorded as ignored.</summary>
    public PathIgnores IgnoresFor(string asset, IReadOnlyList<string> tags)
    {
        var matches = Document.Policies
            .Where(p => p.IsEnabled && p.Then is PolicyThen.IgnorePaths && p.LeavesOut(asset, tags) is null)
            .Select(p => p.Match).ToList();
        return matches.Count == 0 ? PathIgnores.None : new PathIgnores(matches);
    }

    private AssetPolicies PoliciesOf(PolicySubject subject)
    {
        if (assets.TryGetValue(subject.Asset, out var known) && known.HasTags(subject.Tags))
        {
            return known;
        }

        if (assets.Count >= RememberedAssets)
        {
            assets.Clear();
        }

        return assets[subject.Asset] = new AssetPolicies(Document, subject, IgnoresFor(subject.Asset, subject.Tags));
    }

    private static UnmetCondition? Unmet(
        Policy policy, PolicySubject subject, DateTimeOffset now, bool isIgnored, bool isVulnerability)
    {
        if (!policy.IsEnabled)
        {
            return new UnmetCondition("enabled: true", "false");
        }

        if (policy.Then is not (PolicyThen.Classify or PolicyThen.Ticket or PolicyThen.IgnorePaths))
        {
            return new UnmetCondition($"{Words<PolicyKind>.Of(policy.Then.Kind)} policies do nothing yet", null);
        }

        if (policy.LeavesOut(subject.Asset, subject.Tags) is { } limit)
        {
            return limit;
        }

        if (policy.Then is PolicyThen.IgnorePaths)
        {
            return subject.Record.Finding.Place.Path is { Length: > 0 } path && policy.Match.CoversPath(path)
                ? null
                : policy.Match.Explain(subject, now) ?? new UnmetCondition(policy.Match.ToString(), null);
        }

        if (!IsJudged(subject.Record.State))
        {
            return new UnmetCondition("state: open", Words<FindingState>.Of(subject.Record.State));
        }

        if (isIgnored)
        {
            return new UnmetCondition("not under an ignored path", subject.Record.Finding.Place.Path);
        }

        return policy.Match.Explain(subject, now)
            ?? (policy.Then is PolicyThen.Ticket && !isVulnerability
                ? new UnmetCondition("not classified as a vulnerability", null)
                : null);
    }

    // An absent finding waits for a second scan; until then it must keep its ticket, so it is judged like an open one.
    internal static bool IsJudged(FindingState state) => state is FindingState.Open or FindingState.Absent;
}
