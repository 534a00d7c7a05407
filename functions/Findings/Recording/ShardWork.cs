namespace Patchbay.Findings.Recording;

/// <summary>What one scan has to do in one of the sixteen partitions.</summary>
internal sealed class ShardWork(int shard, List<ReportEntry> entries)
{
    /// <summary>0 to 15.</summary>
    public int Shard => shard;

    /// <summary>Entries whose findings are or will be here, each finding once, in order of tool and key.</summary>
    public List<ReportEntry> Entries { get; private set; } = entries;

    /// <summary>Stored findings of the scope that no entry names.</summary>
    public List<LooseFinding> Loose { get; set; } = [];

    /// <summary>How many open findings of the judged tools were stored here before.</summary>
    public int KnownOpen { get; set; }

    /// <summary>The states that stored findings get because no entry, or only a fixed one, names them.</summary>
    public Dictionary<(ushort Tool, IdentityHash Identity), FindingState> Departures { get; } = [];

    /// <summary>Whether anything is to be written.</summary>
    public bool HasChanges => Departures.Count > 0 || Entries.Exists(e => e.IsChanged);

    /// <summary>Whether stored findings are to be changed, not only new ones added.</summary>
    public bool ChangesKnown => Departures.Count > 0 || Entries.Exists(e => e.IsChanged && e.Standing != Standing.New);

    /// <summary>Takes other entries, and puts them in order.</summary>
    public void Take(List<ReportEntry> all)
    {
        Entries = all;
        Sort();
    }

    /// <summary>Puts the entries in the order in which the store lists findings.</summary>
    public void Sort() => Entries.Sort(static (a, b) =>
        a.Tool != b.Tool ? a.Tool.CompareTo(b.Tool) : a.Key.Bits.CompareTo(b.Key.Bits));
}

/// <summary>A stored finding of the scope that no entry's key names.</summary>
internal readonly record struct LooseFinding(ushort Tool, IdentityHash Identity, FindingFront Front)
{
    /// <summary>Everything it might be recognised by.</summary>
    public IReadOnlyList<ulong> Identities => [Identity.Short, .. Front.Aliases];
}
