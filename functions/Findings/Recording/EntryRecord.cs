namespace Patchbay.Findings.Recording;

/// <summary>Turns an entry into what is stored of its finding. Pure.</summary>
internal sealed class EntryRecord(Scan scan, ScanScope scope, ReportRules rules)
{
    private const int MostAliases = 16;

    // Only there because a record must have one: rows are written around the finding that waits in the spool.
    private static readonly Finding Elsewhere =
        new() { Tool = string.Empty, Rule = new Rule(string.Empty), Title = string.Empty, Rating = new Rating(Severity.Info, null, string.Empty) };

    private readonly FindingRecord template = new()
    {
        Asset = scan.Asset,
        Key = string.Empty,
        Scope = scan.Scope,
        Finding = Elsewhere,
        RuleHash = string.Empty,
        State = FindingState.Open,
        FirstSeenAt = scan.ReceivedAt,
        StateChangedAt = scan.ReceivedAt,
        FirstScan = scan.Id,
        LastScan = scan.Id,
    };

    /// <summary>A finding that was never seen before.</summary>
    /// <param name="text">The entry's record in the spool.</param>
    public FindingRecord New(ReportEntry entry, ReadOnlySpan<byte> text)
    {
        var state = StateAfterScan.Of(null, entry.State, entry.IsIgnored) ?? FindingState.Open;
        return template with
        {
            Key = scope.KeyOf(entry),
            Aliases = AliasesOf(entry, text, []),
            ContentHash = FindingFront.Text(entry.Content),
            RuleHash = rules[entry.Rule].Hash,
            State = state,
            StateReason = EntryText.JustificationOf(text),
            Verdict = StateAfterScan.ConcernsPolicies(null, state, isContentChanged: true) ? null : StateAfterScan.NotAsked,
        };
    }

    /// <summary>A stored finding that an entry names again. Where its severity was decided, its own finding is the entry's under that decision.</summary>
    /// <param name="text">The entry's record in the spool.</param>
    public FindingRecord Again(FindingRecord was, ReportEntry entry, ReadOnlySpan<byte> text)
    {
        var state = StateAfterScan.Of(was.State, entry.State, entry.IsIgnored) ?? was.State;
        var content = FindingFront.Text(entry.Content);
        var next = Become(was, state, isContentChanged: content != was.ContentHash);
        next = was.SeverityDecision is { } decision ? Rated(next, decision, text) : next;
        return next with
        {
            Aliases = AliasesOf(entry, text, was.Aliases),
            ContentHash = content,
            RuleHash = rules[entry.Rule].Hash,
            StateReason = state == FindingState.Suppressed ? EntryText.JustificationOf(text) : next.StateReason,
        };
    }

    /// <summary>A stored finding that no entry names, or one that says that it is fixed.</summary>
    public FindingRecord Departed(FindingRecord was, FindingState state) => Become(was, state, isContentChanged: false);

    private FindingRecord Become(FindingRecord was, FindingState state, bool isContentChanged) => was with
    {
        State = state,
        StateReason = state == was.State ? was.StateReason : null,
        StateChangedAt = state == was.State ? was.StateChangedAt : scan.ReceivedAt,
        AcceptedUntil = state == was.State ? was.AcceptedUntil : null,
        LastScan = scan.Id,
        Verdict = StateAfterScan.ConcernsPolicies(was.State, state, isContentChanged) ? null : was.Verdict,
    };

    private static FindingRecord Rated(FindingRecord record, SeverityDecision decision, ReadOnlySpan<byte> text)
    {
        var reported = EntryText.ReadFinding(text);
        return (record with { Finding = reported }).Rated(decision with { Reported = reported.Rating });
    }

    // The newest identities first: when there are too many, the oldest are the least likely to come again.
    private static List<string> AliasesOf(ReportEntry entry, ReadOnlySpan<byte> text, IReadOnlyList<string> old)
    {
        var aliases = new List<string>();
        var hasPlace = false;
        foreach (var identity in EntryText.IdentitiesOf(text))
        {
            hasPlace |= identity == entry.Place;
            if (identity != entry.Key.Short)
            {
                aliases.Add(FindingFront.Text(identity));
            }
        }

        if (!hasPlace)
        {
            aliases.Add(FindingFront.Text(entry.Place));
        }

        foreach (var alias in old)
        {
            if (aliases.Count < MostAliases && !aliases.Contains(alias))
            {
                aliases.Add(alias);
            }
        }

        return aliases;
    }
}
