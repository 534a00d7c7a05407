using Patchbay.Policies.Matching;

namespace Patchbay.Policies;

/// <summary>A named rule: which findings, and what then.</summary>
/// <param name="Name">Unique in its document whatever the case; what answers and tickets call it.</param>
public sealed record Policy(string Name, Match Match, PolicyThen Then)
{
    /// <summary>What it is for, in its author's words; null when nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>A policy that is switched off is kept and never applies.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Slugs or patterns of the assets it is limited to; null for all.</summary>
    public GlobList? Assets { get; init; }

    /// <summary>Tags or patterns, one of which the asset must have; null for all assets.</summary>
    public GlobList? Tags { get; init; }

    /// <summary>The first of its limits that leaves the asset out; null when it applies there.</summary>
    public UnmetCondition? LeavesOut(string asset, IReadOnlyList<string> tags)
    {
        if (Assets is not null && !Assets.Covers(asset))
        {
            return new UnmetCondition($"assets: {Assets}", asset);
        }

        return Tags is not null && !Tags.CoversAny(tags)
            ? new UnmetCondition($"tags: {Tags}", tags.Count == 0 ? null : string.Join(", ", tags))
            : null;
    }
}

/// <summary>What a policy is for.</summary>
public enum PolicyKind
{
    /// <summary>The finding becomes a vulnerability.</summary>
    Classify,

    /// <summary>The vulnerability gets a ticket.</summary>
    Ticket,

    /// <summary>Mail after a scan.</summary>
    Alert,

    /// <summary>Mail when a vulnerability stays open.</summary>
    FollowUp,

    /// <summary>Findings under these paths are left alone.</summary>
    IgnorePaths,

    /// <summary>Points for a bounty programme.</summary>
    Score,
}
