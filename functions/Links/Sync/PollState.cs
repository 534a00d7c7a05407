using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>How far the polling of a mapping got. A row <c>p:{mapping}</c> beside the tickets that are to be looked at.</summary>
/// <param name="Place">What the watermark belongs to; another address or project begins anew.</param>
/// <param name="Watermark">By the tracker's clock: what changed before has been seen.</param>
public sealed record PollState(string Place, DateTimeOffset Watermark)
{
    private const int MostSeen = 1_000;

    // More than any two clocks and the zones they may be set to are apart.
    private static readonly TimeSpan ClockDrift = TimeSpan.FromDays(1);

    /// <summary>Our tickets that were seen changed at or after the watermark, and when they had; they are told again and looked at once.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Seen { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>
    /// Those that had changed in the last second of the list. They may have changed again within it, under the same stamp, after they were
    /// looked at: so that is done once more.
    /// </summary>
    public IReadOnlyList<string> LookAgain { get; init; } = [];

    /// <summary>Tickets that were linked before the first poll are looked at once, so far up to this index row; null when all were.</summary>
    public string? CaughtUpTo { get; init; }

    /// <summary>Not asked again before; null for at the next tick.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Why the last poll failed, for a person; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>What was stored, or a beginning: a day before our present, whatever the tracker's clock says.</summary>
    public static PollState For(TicketRoute route, PollState? stored, DateTimeOffset now)
    {
        var place = $"{route.Instance.Kind} {route.Instance.Url} {route.Mapping.Project}";
        return stored?.Place == place ? stored : new PollState(place, now - ClockDrift) { CaughtUpTo = string.Empty };
    }

    /// <summary>Those of the changed tickets that may not have been looked at as they are now.</summary>
    public IEnumerable<ChangedTicket> NewOf(Changes.Seen changes) => changes.Tickets.Where(t => !IsSeen(t) || LookAgain.Contains(t.Key));

    /// <summary>After a poll that was answered.</summary>
    /// <param name="ours">The new ones that are linked. Others may be linked yet, and are new as long as they are told.</param>
    public PollState After(Changes.Seen changes, IReadOnlyList<ChangedTicket> ours, DateTimeOffset now)
    {
        // A stamp far ahead is nobody's present: a watermark there would pass over all changes until then.
        var watermark = changes.Watermark < now + ClockDrift ? changes.Watermark : Watermark;
        var lastSecond = changes.Tickets.Count == 0 ? DateTimeOffset.MaxValue : changes.Tickets[^1].ChangedAt - TimeSpan.FromSeconds(1);
        var seen = new Dictionary<string, DateTimeOffset>(Seen);
        foreach (var ticket in ours)
        {
            seen[ticket.Key] = ticket.ChangedAt;
        }

        return this with
        {
            Watermark = watermark,
            Seen = seen.Where(s => s.Value >= watermark).OrderByDescending(s => s.Value).Take(MostSeen)
                .OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary(),
            LookAgain = [.. ours.Where(t => t.ChangedAt > lastSecond && !IsSeen(t)).Select(t => t.Key)],
            NotBefore = null,
            Reason = null,
        };
    }

    private bool IsSeen(ChangedTicket ticket) => Seen.TryGetValue(ticket.Key, out var at) && at == ticket.ChangedAt;
}
