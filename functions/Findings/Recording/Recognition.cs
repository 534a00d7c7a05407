namespace Patchbay.Findings.Recording;

/// <summary>Brings together the entries that no key names and the stored findings that no entry names, by their further identities.</summary>
internal sealed class Recognition(ReportDraft draft, ScanScope scope, IReadOnlyList<ShardWork> shards)
{
    /// <summary>Gives entries the keys of the findings they are recognised as, and leaves the others for <see cref="ShardWork.Loose"/>.</summary>
    public void Recognise()
    {
        var isMoved = false;
        for (ushort tool = 0; tool < scope.Tools.Count; tool++)
        {
            isMoved |= RecogniseEntries(tool);
            RecogniseGone(tool);
        }

        if (isMoved)
        {
            Rearrange();
        }
    }

    private bool RecogniseEntries(ushort tool)
    {
        var loose = LooseOf(tool);
        if (loose.Count == 0)
        {
            return false;
        }

        var fresh = shards
            .SelectMany(s => s.Entries.Select((entry, index) => (Work: s, Index: index, Entry: entry)))
            .Where(e => e.Entry.Tool == tool && e.Entry.Standing == Standing.New)
            .ToList();
        var pairs = AliasMatch.Pair([.. fresh.Select(e => IdentitiesOf(e.Entry))], [.. loose.Select(l => l.Identities)]);
        for (var i = 0; i < fresh.Count; i++)
        {
            if (pairs[i] >= 0)
            {
                var known = loose[pairs[i]];
                fresh[i].Work.Entries[fresh[i].Index] = ShardSurvey.Met(fresh[i].Entry, known.Front) with
                {
                    Key = known.Identity,
                    Place = fresh[i].Entry.Key.Short,
                };
            }
        }

        Forget(pairs.Where(p => p >= 0).Select(p => loose[p]));
        return pairs.Any(p => p >= 0);
    }

    // An entry that is said to be fixed may name a finding that another entry names as well: the flaw moved, and is still there.
    private void RecogniseGone(ushort tool)
    {
        var gone = draft.Gone.Where(e => e.Tool == tool).Select(IdentitiesOf).ToList();
        if (gone.Count == 0)
        {
            return;
        }

        var loose = LooseOf(tool);
        var found = AliasMatch.Pair(gone, [.. loose.Select(l => l.Identities)]).Where(p => p >= 0).Select(p => loose[p]).ToList();
        foreach (var known in found)
        {
            if (StateAfterScan.Of(known.Front.State, ReportedState.Fixed, isIgnored: false) is { } next && next != known.Front.State)
            {
                shards[known.Identity.Shard].Departures[(tool, known.Identity)] = next;
            }
        }

        Forget(found);
    }

    private List<LooseFinding> LooseOf(ushort tool) => [.. shards.SelectMany(s => s.Loose).Where(l => l.Tool == tool)];

    private void Forget(IEnumerable<LooseFinding> found)
    {
        foreach (var some in found.GroupBy(l => l.Identity.Shard))
        {
            var gone = some.Select(l => (l.Tool, l.Identity)).ToHashSet();
            shards[some.Key].Loose.RemoveAll(l => gone.Contains((l.Tool, l.Identity)));
        }
    }

    private ulong[] IdentitiesOf(ReportEntry entry)
    {
        var record = new byte[entry.Length];
        draft.Spool.Read(entry.Offset, record);
        return [.. EntryText.IdentitiesOf(record).Prepend(entry.Key.Short).Distinct()];
    }

    // A recognised entry has the key of its finding now, which may stand in another partition than its own identity would.
    private void Rearrange()
    {
        var byShard = shards.SelectMany(s => s.Entries).ToLookup(e => e.Key.Shard);
        var arranged = Enumerable.Range(0, shards.Count).Select(s => byShard[s].ToList()).ToList();
        for (var shard = 0; shard < shards.Count; shard++)
        {
            shards[shard].Take(arranged[shard]);
        }
    }
}
