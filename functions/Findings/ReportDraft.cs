using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Patchbay.Findings.Recording;

namespace Patchbay.Findings;

/// <summary>
/// Takes the entries of a report while it is read, without storing anything: a report that turns out unreadable leaves no trace.
/// In memory it keeps 64 bytes of each entry. Used by one thread at a time.
/// </summary>
/// <param name="isIgnored">Whether a policy ignores a finding's path; null when none does.</param>
public sealed class ReportDraft(Func<Finding, bool>? isIgnored = null) : IDisposable
{
    /// <summary>Most tools in one report: each costs sixteen queries.</summary>
    public const int MostTools = 200;

    private readonly EntryText text = new();
    private readonly Dictionary<string, ushort> tools = new(StringComparer.Ordinal);
    private readonly List<string> toolNames = [];
    private readonly List<ReportEntry> passed = [];
    private uint statesThatSupersede;

    /// <summary>Entries taken, of any state.</summary>
    public int Read { get; private set; }

    /// <summary>Entries that the report itself does not call open problems.</summary>
    public int Suppressed { get; private set; }

    /// <summary>The tools of the entries, in the order in which they were met.</summary>
    public IReadOnlyList<string> Tools => toolNames;

    /// <summary>Why the report cannot be recorded, for its sender; null when it can.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What is there, open or set aside, by the partition that the reported identity falls into.</summary>
    internal List<ReportEntry>[] Entries { get; } = [.. Enumerable.Range(0, FindingBook.Shards).Select(_ => new List<ReportEntry>())];

    /// <summary>What the report says is fixed.</summary>
    internal List<ReportEntry> Gone { get; } = [];

    /// <summary>What the sender should know of how entries were taken; final once they are resolved.</summary>
    internal IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>What does not fit into an entry.</summary>
    internal EntrySpool Spool { get; } = new();

    /// <summary>The rules of the entries.</summary>
    internal ReportRules Rules => field ??= new ReportRules(Spool);

    /// <summary>Takes one entry.</summary>
    public void Take(ReportedFinding reported)
    {
        Read++;
        Suppressed += reported.State == ReportedState.Open ? 0 : 1;
        var supersedes = reported.Supersedes != Supersedes.Nothing;
        if ((reported.State == ReportedState.NotAFinding && !supersedes) || ToolOf(reported.Finding.Tool) is not { } tool)
        {
            return;
        }

        var rule = Rules.IndexOf(reported.Finding.Rule);
        var entry = text.Write(reported, Rules[rule].Short) with
        {
            Tool = tool,
            Rule = rule,
            Offset = Spool.Append(text.Written),
            Length = text.Written.Length,
            IsChanged = true,
            IsIgnored = isIgnored is not null && isIgnored(reported.Finding),
        };
        var list = reported.State switch
        {
            ReportedState.Fixed => Gone,
            ReportedState.NotAFinding => passed,
            _ => Entries[entry.Key.Shard],
        };
        list.Add(entry);
        statesThatSupersede |= supersedes ? 1u << (int)reported.State : 0;
    }

    /// <summary>Gives every entry its final identity and leaves each problem once. Call it when all entries are taken.</summary>
    /// <returns>How many open entries repeat another one in every respect, or are superseded by a later one.</returns>
    internal int Resolve()
    {
        var duplicates = BitOperations.PopCount(statesThatSupersede) < 2 ? 0 : LeaveOutSuperseded();
        var moved = new List<ReportEntry>();
        for (var shard = 0; shard < Entries.Length; shard++)
        {
            IdentityResolution.Resolve(CollectionsMarshal.AsSpan(Entries[shard]));
            duplicates += Entries[shard].Count(e => e.IsDuplicate && e.State == ReportedState.Open);
            moved.AddRange(Entries[shard].Where(e => !e.IsDuplicate && e.Key.Shard != shard));
            Entries[shard].RemoveAll(e => e.IsDuplicate || e.Key.Shard != shard);
        }

        foreach (var entry in moved)
        {
            Entries[entry.Key.Shard].Add(entry);
        }

        return duplicates;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        text.Dispose();
        Spool.Dispose();
    }

    // A report may say later of a problem that it is gone, or that it is none: what it says last counts.
    private int LeaveOutSuperseded()
    {
        var others = Gone.Concat(passed).Where(e => e.Supersedes != Supersedes.Nothing).ToLookup(e => e.Key.Shard);
        var superseded = new Dictionary<long, ReportEntry>();
        for (var shard = 0; shard < Entries.Length; shard++)
        {
            var all = Entries[shard].Where(e => e.Supersedes != Supersedes.Nothing).Concat(others[shard]).ToList();
            foreach (var entry in new SupersededEntries(Spool).Among(all))
            {
                superseded.Add(entry.Offset, entry);
            }

            Entries[shard].RemoveAll(e => superseded.ContainsKey(e.Offset));
        }

        Gone.RemoveAll(e => superseded.ContainsKey(e.Offset));
        if (superseded.Count > 0)
        {
            Warnings = [Told(superseded.Count, superseded[superseded.Keys.Min()])];
        }

        return superseded.Values.Count(e => e.State == ReportedState.Open);
    }

    private string Told(int count, ReportEntry first)
    {
        var record = new byte[first.Length];
        Spool.Read(first.Offset, record);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Entries repeat others with another state, and the state that the report names last was taken: {count}, first of '{EntryText.ReadFinding(record).Title}'.");
    }

    private ushort? ToolOf(string name)
    {
        if (tools.TryGetValue(name, out var tool))
        {
            return tool;
        }

        if (tools.Count == MostTools)
        {
            Refusal = $"The report holds findings of more than {MostTools} tools; send them as several reports";
            return null;
        }

        tools[name] = (ushort)toolNames.Count;
        toolNames.Add(name);
        return tools[name];
    }
}
