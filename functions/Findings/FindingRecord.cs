namespace Patchbay.Findings;

/// <summary>A finding as it is kept: what the scanner says, what was decided, and since when.</summary>
public sealed record FindingRecord
{
    /// <summary>Slug of the asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Survives rescans; unique within the asset; see <see cref="FindingKey"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Scanner, branch and environment it was reported for.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Further identity hashes it was seen under, so that a scanner upgrade still finds it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What the scanner last said, with the severity that was decided, if one was. Its rule holds id, name and help URL; the texts are in the rule's own row.</summary>
    public required Finding Finding { get; init; }

    /// <summary>Short hash of everything the report says about it: another hash, and it is written and judged again.</summary>
    public string ContentHash { get; init; } = string.Empty;

    /// <summary>Names the row that holds the rule's texts; see <see cref="FindingBook"/>.</summary>
    public required string RuleHash { get; init; }

    /// <summary>Where it stands.</summary>
    public required FindingState State { get; init; }

    /// <summary>Why it stands there: a scanner's justification or a person's note; null when there is nothing to say.</summary>
    public string? StateReason { get; init; }

    /// <summary>When an accepted risk is to be looked at again; null for other states, or when it was accepted for good.</summary>
    public DateTimeOffset? AcceptedUntil { get; init; }

    /// <summary>The severity that counts in place of the scanner's; null when the scanner's does. Set by <see cref="Rated"/>.</summary>
    public SeverityDecision? SeverityDecision { get; init; }

    /// <summary>First time any report named it.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When <see cref="State"/> last changed.</summary>
    public required DateTimeOffset StateChangedAt { get; init; }

    /// <summary>Id of the scan that first named it.</summary>
    public required string FirstScan { get; init; }

    /// <summary>Id of the scan that last changed it. A scan that only sees it again does not write it.</summary>
    public required string LastScan { get; init; }

    /// <summary>What the policies decided; null until they were asked about this state of it.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The same finding under a decision about its severity.</summary>
    /// <param name="decision">Null to have the scanner's own rating back.</param>
    public FindingRecord Rated(SeverityDecision? decision)
    {
        var rating = decision is null
            ? SeverityDecision?.Reported ?? Finding.Rating
            : decision.Reported with { Value = decision.Value, Origin = SeverityDecision.Origin };
        return this with { SeverityDecision = decision, Finding = Finding with { Rating = rating } };
    }
}
