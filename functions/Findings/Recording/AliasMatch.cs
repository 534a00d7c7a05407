namespace Patchbay.Findings.Recording;

/// <summary>Pairs entries that no stored key names with stored findings that no entry's key names. Pure.</summary>
public static class AliasMatch
{
    /// <summary>Finds the pairs.</summary>
    /// <param name="entries">Short identity hashes of each entry, strongest first.</param>
    /// <param name="known">Short identity hashes of each stored finding: its key's and its aliases, in any order.</param>
    /// <returns>For each entry the index of its finding, or -1. No finding is given twice.</returns>
    /// <remarks>
    /// An identity pairs only when one entry and one finding have it: what two have tells neither apart. Stronger identities are
    /// asked first, for all entries, so that a weak one cannot take the finding that a strong one names.
    /// </remarks>
    public static int[] Pair(IReadOnlyList<IReadOnlyList<ulong>> entries, IReadOnlyList<IReadOnlyList<ulong>> known)
    {
        var pairs = new int[entries.Count];
        Array.Fill(pairs, -1);
        var entryOf = OwnersOf(entries);
        var knownOf = OwnersOf(known);
        var isTaken = new bool[known.Count];
        var levels = entries.Count == 0 ? 0 : entries.Max(e => e.Count);
        for (var level = 0; level < levels; level++)
        {
            for (var entry = 0; entry < entries.Count; entry++)
            {
                if (pairs[entry] >= 0 || entries[entry].Count <= level || entryOf[entries[entry][level]] < 0)
                {
                    continue;
                }

                if (knownOf.TryGetValue(entries[entry][level], out var finding) && finding >= 0 && !isTaken[finding])
                {
                    pairs[entry] = finding;
                    isTaken[finding] = true;
                }
            }
        }

        return pairs;
    }

    /// <summary>Who has an identity: its only owner, or -1 when it has several.</summary>
    private static Dictionary<ulong, int> OwnersOf(IReadOnlyList<IReadOnlyList<ulong>> all)
    {
        var owners = new Dictionary<ulong, int>(all.Count * 2);
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var identity in all[i])
            {
                owners[identity] = owners.TryGetValue(identity, out var owner) && owner != i ? -1 : i;
            }
        }

        return owners;
    }
}
