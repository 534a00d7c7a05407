using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>Finds the entries of a report that name one state of a problem where a later entry names another.</summary>
internal sealed class SupersededEntries(EntrySpool spool)
{
    /// <summary>Looks through entries, all that share a strongest identity at once.</summary>
    /// <param name="entries">Is sorted.</param>
    /// <returns>Those that no longer count.</returns>
    public IEnumerable<ReportEntry> Among(List<ReportEntry> entries)
    {
        entries.Sort(Compare);
        for (int start = 0, end; start < entries.Count; start = end)
        {
            end = start + 1;
            while (end < entries.Count && MayMeanTheSame(entries[start], entries[end]))
            {
                end++;
            }

            // Most stand alone.
            foreach (var entry in end - start > 1 ? Superseded(entries[start..end]) : [])
            {
                yield return entry;
            }
        }
    }

    private static int Compare(ReportEntry a, ReportEntry b)
    {
        var order = a.Tool.CompareTo(b.Tool);
        order = order != 0 ? order : a.Key.Bits.CompareTo(b.Key.Bits);
        order = order != 0 ? order : LineOf(a).CompareTo(LineOf(b));
        return order != 0 ? order : a.Offset.CompareTo(b.Offset);
    }

    private static bool MayMeanTheSame(in ReportEntry a, in ReportEntry b) => a.Tool == b.Tool && a.Key == b.Key && LineOf(a) == LineOf(b);

    private static int LineOf(in ReportEntry entry) => entry.Supersedes == Supersedes.SameIdentity ? 0 : entry.Line;

    // An identity seldom stands in several states; then what was not kept in memory is read again.
    private IEnumerable<ReportEntry> Superseded(List<ReportEntry> entries) =>
        entries.TrueForAll(e => e.State == entries[0].State) ? [] : entries.GroupBy(ProblemOf).SelectMany(AllButTheLastState);

    private static IEnumerable<ReportEntry> AllButTheLastState(IEnumerable<ReportEntry> same)
    {
        var last = same.Last().State;
        return same.Where(e => e.State != last);
    }

    private IdentityHash ProblemOf(ReportEntry entry)
    {
        if (entry.Supersedes == Supersedes.SameIdentity)
        {
            return entry.Key;
        }

        var record = new byte[entry.Length];
        spool.Read(entry.Offset, record);
        var finding = EntryText.ReadFinding(record);
        var place = finding.Place with { FixedVersion = null };
        return IdentityHash.Of(StoredJson.Write(new { finding.Title, finding.Rule.Id, place, finding.AlsoAt, finding.Cwes, finding.Cves }));
    }
}
