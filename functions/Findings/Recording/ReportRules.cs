using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>The rules that a report names, each once, their texts in the spool.</summary>
internal sealed class ReportRules(EntrySpool spool)
{
    // Readers share one instance among the findings of a rule; should one not, this must not keep them all.
    private const int RememberedInstances = 4096;

    private readonly Dictionary<Rule, int> byInstance = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IdentityHash, int> byHash = [];
    private readonly List<SpooledRule> rules = [];

    /// <summary>The rule of an index.</summary>
    public SpooledRule this[int index] => rules[index];

    /// <summary>The index of a rule, old or new.</summary>
    public int IndexOf(Rule rule)
    {
        if (byInstance.TryGetValue(rule, out var index))
        {
            return index;
        }

        var body = StoredJson.Write(rule);
        var hash = IdentityHash.Of(body);
        if (!byHash.TryGetValue(hash, out index))
        {
            index = rules.Count;
            byHash[hash] = index;
            rules.Add(new SpooledRule(hash.Hex, hash.Short, spool.Append(body), body.Length));
        }

        if (byInstance.Count >= RememberedInstances)
        {
            byInstance.Clear();
        }

        byInstance[rule] = index;
        return index;
    }

    /// <summary>A rule's whole text, as its row holds it.</summary>
    public byte[] BodyOf(int index)
    {
        var body = new byte[rules[index].Length];
        spool.Read(rules[index].Offset, body);
        return body;
    }
}

/// <summary>A rule of the report.</summary>
/// <param name="Hash">Names its row.</param>
/// <param name="Short">Changes with its texts.</param>
internal sealed record SpooledRule(string Hash, ulong Short, long Offset, int Length);
