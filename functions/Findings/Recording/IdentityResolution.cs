namespace Patchbay.Findings.Recording;

/// <summary>
/// Gives every entry of a report the identity that its finding is known by. Depends on what the entries say, never on their order.
/// </summary>
public static class IdentityResolution
{
    /// <summary>Sorts the entries, turns their strongest identities into final ones, and marks those that repeat another.</summary>
    /// <remarks>
    /// In place, because there may be a million. All entries that share a strongest identity must be given at once.
    /// Of entries that repeat each other the one that is kept says that the problem is open, if any does.
    /// </remarks>
    public static void Resolve(Span<ReportEntry> entries)
    {
        entries.Sort(Compare);
        for (int start = 0, end; start < entries.Length; start = end)
        {
            end = start + 1;
            while (end < entries.Length && entries[end].Key == entries[start].Key && entries[end].Tool == entries[start].Tool)
            {
                end++;
            }

            if (end - start > 1)
            {
                TellApart(entries[start..end]);
            }
        }
    }

    private static void TellApart(Span<ReportEntry> sameIdentity)
    {
        // Scanners repeat identities: one hash of a line for every rule that fires there, one id for two flaws. When the place differs
        // the place is added for all of them, so that none depends on which one came first.
        var hasPlaces = sameIdentity[0].Place != sameIdentity[^1].Place;
        var identity = sameIdentity[0].Key;
        var occurrence = 0;
        var before = sameIdentity[0];
        for (var i = 0; i < sameIdentity.Length; i++)
        {
            var entry = sameIdentity[i];
            var repeats = i > 0 && SaysTheSame(entry, before);
            occurrence = i == 0 || entry.Place != before.Place ? 0 : repeats ? occurrence : occurrence + 1;
            before = entry;
            sameIdentity[i] = entry with
            {
                Key = (hasPlaces ? identity.At(entry.Place) : identity).Numbered(occurrence),
                IsDuplicate = repeats,
            };
        }
    }

    private static bool SaysTheSame(in ReportEntry a, in ReportEntry b) =>
        a.Place == b.Place && a.Line == b.Line && a.Column == b.Column && a.Content == b.Content;

    private static int Compare(ReportEntry a, ReportEntry b)
    {
        var order = a.Tool.CompareTo(b.Tool);
        order = order != 0 ? order : a.Key.Bits.CompareTo(b.Key.Bits);
        order = order != 0 ? order : a.Place.CompareTo(b.Place);
        order = order != 0 ? order : a.Line.CompareTo(b.Line);
        order = order != 0 ? order : a.Column.CompareTo(b.Column);
        order = order != 0 ? order : a.Content.CompareTo(b.Content);
        return order != 0 ? order : a.State.CompareTo(b.State);
    }
}
