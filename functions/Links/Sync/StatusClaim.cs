using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>What a ticket's status says about its finding.</summary>
/// <param name="IsOpen">Somebody still has to do something, by the tracker's own category of the status.</param>
/// <param name="Named">The state that the mapping names for the status or the resolution; null when only the category speaks.</param>
public sealed record StatusClaim(bool IsOpen, FindingState? Named)
{
    /// <summary>The state of a finding that nothing else is known of.</summary>
    public FindingState State => Named ?? (IsOpen ? FindingState.Open : FindingState.Fixed);

    /// <summary>Reads a ticket's status by the mapping's rules; null when they give it no meaning.</summary>
    public static StatusClaim? Of(MappingSync rules, TicketSnapshot seen)
    {
        var named = (seen.Status.IsOpen ? null : Find(rules.Resolutions, seen.Resolution))
            ?? Find(rules.Statuses, seen.Status.Id)
            ?? Find(rules.Statuses, seen.Status.Name);
        return named is null && rules.Unmapped == UnmappedStatus.Keep ? null : new StatusClaim(seen.Status.IsOpen, named);
    }

    /// <summary>Whether a finding in this state contradicts nothing that the ticket says: just closed fits every state but open.</summary>
    public bool Fits(FindingState state) => Named is { } named ? named == state : IsOpen == (state == FindingState.Open);

    private static FindingState? Find(IReadOnlyDictionary<string, FindingState> map, string? word)
    {
        foreach (var (key, state) in map)
        {
            if (string.Equals(key, word, StringComparison.OrdinalIgnoreCase))
            {
                return state;
            }
        }

        return null;
    }
}
