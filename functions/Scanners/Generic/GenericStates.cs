using Patchbay.Findings;

namespace Patchbay.Scanners.Generic;

/// <summary>Finds the entries of a report that say the same of the same problem but for its state.</summary>
internal sealed class GenericStates
{
    // Beyond this many distinct entries their states are no longer compared; 40 bytes each.
    private const int MostCompared = 200_000;

    private readonly Dictionary<ulong, ReportedState> last = [];
    private Dictionary<ulong, ReportedState> seen = [];

    private ReportedState? first;

    /// <summary>Whether entries stand in more than one way.</summary>
    public bool AreMixed { get; private set; }

    /// <summary>Whether there are entries that differ in nothing but how they stand; known when all are compared.</summary>
    public bool HasRepeats => last.Count > 0;

    /// <summary>Whether an entry stands as the first one does.</summary>
    public bool IsLikeTheFirst(GenericEntry entry)
    {
        var state = entry.State.Of();
        first ??= state;
        AreMixed |= first != state;
        return first == state;
    }

    /// <summary>Compares an entry with those before it.</summary>
    public void Compare(GenericEntry entry)
    {
        var (key, state) = (GenericKey.Of(entry), entry.State.Of());
        if (seen.TryGetValue(key, out var known))
        {
            if (known != state || last.ContainsKey(key))
            {
                last[key] = state;
            }
        }
        else if (seen.Count < MostCompared)
        {
            seen[key] = state;
        }
    }

    /// <summary>Forgets all but the entries that differ; call it when all are compared.</summary>
    public void Settle() => seen = [];

    /// <summary>The state that an entry is taken in: of those that differ in nothing else, the last one's.</summary>
    public ReportedState Of(GenericEntry entry) =>
        HasRepeats && last.TryGetValue(GenericKey.Of(entry), out var state) ? state : entry.State.Of();
}
