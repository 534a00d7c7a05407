using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>Compares the entries of a report with what is stored, without changing anything.</summary>
internal sealed class ShardSurvey(IStore store, ScanScope scope)
{
    /// <summary>Notes at each entry how it stands, and which stored findings none of them names.</summary>
    public async Task LookAsync(ShardWork work, CancellationToken cancellationToken)
    {
        var next = 0;
        for (ushort tool = 0; tool < scope.Tools.Count; tool++)
        {
            var rows = store.ListAsync(
                FindingBook.PartitionOf(scope.Asset, work.Shard), FindingBook.KeyPrefix + scope.PartOf(tool), null, cancellationToken);
            await foreach (var row in rows)
            {
                var identity = ScanScope.IdentityOf(row.Key);
                while (next < work.Entries.Count && Comes(work.Entries[next], tool, identity) < 0)
                {
                    next++;
                }

                if (next < work.Entries.Count && Comes(work.Entries[next], tool, identity) == 0)
                {
                    var front = FindingFront.Read(row.Body.Span, known: scope.ScanId);
                    work.Entries[next] = Met(work.Entries[next], front);
                    work.KnownOpen += front.State == FindingState.Open && scope.IsJudged(tool) ? 1 : 0;
                }
                else
                {
                    work.Loose.Add(new LooseFinding(tool, identity, FindingFront.Read(row.Body.Span, withAliases: true)));
                }
            }
        }
    }

    /// <summary>The entry with how it stands to its stored finding.</summary>
    public static ReportEntry Met(ReportEntry entry, FindingFront known) => entry with
    {
        Standing = StateAfterScan.StandingOf(known.State),
        IsChanged = entry.Content != known.Content || StateAfterScan.Of(known.State, entry.State, entry.IsIgnored) != known.State,
    };

    /// <summary>Whether the entry comes before (negative), at or after a stored finding in the order of keys.</summary>
    public static int Comes(in ReportEntry entry, ushort tool, IdentityHash identity) =>
        entry.Tool != tool ? entry.Tool.CompareTo(tool) : entry.Key.Bits.CompareTo(identity.Bits);
}
