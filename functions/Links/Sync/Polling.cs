using System.ComponentModel.DataAnnotations;
using Patchbay.Integrations;
using Patchbay.Storage;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Asks the trackers which tickets changed, and has those of ours looked at.</summary>
/// <remarks>
/// A watermark is stored in the same commit as the last of the tickets it passes, so that a crash may have tickets looked at twice but never
/// passed over. Tickets linked before a mapping's first poll are looked at once; what changes later lies behind the watermark.
/// </remarks>
public sealed class Polling(
    IStore store, SyncDesk desk, LinkMap links, Lane lanes, IntegrationBook integrations, TrackerKinds kinds, ChangesFound found, HookTells hooks,
    PollSettings settings, TimeProvider clock)
{
    private const string KeyPrefix = "p:";

    // As many as the desk takes at once, and as many as are caught up with in one poll.
    private const int Chunk = 90;
    private const int CatchUp = 10 * Chunk;

    private static readonly TimeSpan WaitUnlessTold = TimeSpan.FromMinutes(1);

    // Wrong credentials asked with every minute would lock the account.
    private static readonly TimeSpan WaitWhenRefused = TimeSpan.FromMinutes(15);

    /// <summary>Polls every mapping that has links and is due; one that fails does not stop the others.</summary>
    /// <returns>How many tickets are to be looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // By the clock alone, so that a poll that brings nothing need not write when it was.
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        var wanted = 0;
        var set = await integrations.ReadAsync(cancellationToken);
        foreach (var instance in set.Instances.Values.Select(i => i.Item).OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            var minutes = await hooks(instance.Name, cancellationToken) ? Math.Max(settings.Minutes, settings.SafetyNetMinutes) : settings.Minutes;
            if (minute % minutes == 0 && !await IsHeldAsync(instance, cancellationToken))
            {
                wanted += await PollAsync(set, instance.Name, cancellationToken);
            }
        }

        return wanted;
    }

    /// <summary>How far the polling of a mapping got; null when it was never polled.</summary>
    public async Task<PollState?> FindAsync(TicketRoute route, CancellationToken cancellationToken) =>
        await RowAsync(route, cancellationToken) is { } row ? StoredJson.Read<PollState>(row.Body) : null;

    private async Task<int> PollAsync(IntegrationSet set, string instance, CancellationToken cancellationToken)
    {
        var wanted = 0;
        HashSet<string>? linked = null;
        foreach (var route in set.MappingsOf(instance).Select(set.RouteOf).OfType<TicketRoute>())
        {
            var row = await RowAsync(route, cancellationToken);
            if (row is null && !(linked ??= await LinkedAsync(instance, cancellationToken)).Contains(route.Mapping.Name))
            {
                continue;
            }

            var state = PollState.For(route, row is null ? null : StoredJson.Read<PollState>(row.Body), clock.GetUtcNow());
            if (state.NotBefore > clock.GetUtcNow())
            {
                continue;
            }

            var (count, isBusy) = await AskAsync(route, row, state, cancellationToken);
            wanted += count;
            if (isBusy)
            {
                // Its other projects are left alone until the next tick.
                break;
            }
        }

        return wanted;
    }

    private async Task<(int Wanted, bool IsBusy)> AskAsync(TicketRoute route, Row? row, PollState state, CancellationToken cancellationToken)
    {
        var tracker = await kinds.OpenAsync(route, cancellationToken);
        var changes = await tracker.ChangedAsync(state.Watermark, cancellationToken);
        var (keys, upTo) = await CatchUpAsync(route, state, cancellationToken);
        var next = state with { CaughtUpTo = upTo };
        switch (changes)
        {
            case Changes.Seen seen:
                var ours = await OursAsync(route, state.NewOf(seen), cancellationToken);
                keys.AddRange(ours.Select(t => t.Key));
                if (ours.Count > 0)
                {
                    await found(route.Instance.Name, ours, cancellationToken);
                }

                next = next.After(seen, ours, clock.GetUtcNow());
                break;
            case Changes.Later later:
                next = next with { NotBefore = clock.GetUtcNow() + (later.After ?? WaitUnlessTold), Reason = later.Reason };
                break;
            case Changes.Refused refused:
                next = next with { NotBefore = clock.GetUtcNow() + WaitWhenRefused, Reason = refused.Reason };
                break;
        }

        await StoreAsync(route, row, next, keys, cancellationToken);
        return (keys.Count, changes is Changes.Later);
    }

    private async Task StoreAsync(TicketRoute route, Row? row, PollState next, List<string> keys, CancellationToken cancellationToken)
    {
        var body = StoredJson.Write(next);
        if (keys.Count == 0 && row is not null && row.Body.Span.SequenceEqual(body))
        {
            return;
        }

        var key = KeyPrefix + route.Mapping.Name;
        Change stored = row is null ? new Change.Add(key, body) : new Change.Replace(key, row.Version, body);
        for (var done = 0; ; done += Chunk)
        {
            // Where somebody else polled meanwhile nothing is noted, and what they noted stands.
            var isLast = done + Chunk >= keys.Count;
            await desk.WantAsync(route.Instance.Name, [.. keys.Skip(done).Take(Chunk)], isLast ? [stored] : [], cancellationToken);
            if (isLast)
            {
                return;
            }
        }
    }

    private async Task<List<ChangedTicket>> OursAsync(TicketRoute route, IEnumerable<ChangedTicket> changed, CancellationToken cancellationToken)
    {
        var ours = new List<ChangedTicket>();
        foreach (var ticket in changed)
        {
            if (await links.FindByTicketAsync(route.Instance.Name, ticket.Key, cancellationToken) is not null)
            {
                ours.Add(ticket);
            }
        }

        return ours;
    }

    private async Task<(List<string> Keys, string? UpTo)> CatchUpAsync(TicketRoute route, PollState state, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        if (state.CaughtUpTo is not { } from)
        {
            return (keys, null);
        }

        await foreach (var indexed in links.ListTicketsAsync(route.Instance.Name, from.Length == 0 ? null : from, cancellationToken))
        {
            if (indexed.Link.Mapping == route.Mapping.Name
                && await links.FindAsync(indexed.Link, cancellationToken) is { Link: { State: LinkState.Linked, Ticket: { } ticket } })
            {
                keys.Add(ticket.Key);
                if (keys.Count == CatchUp)
                {
                    return (keys, indexed.Row);
                }
            }
        }

        return (keys, null);
    }

    private async Task<HashSet<string>> LinkedAsync(string instance, CancellationToken cancellationToken) =>
        await links.ListTicketsAsync(instance, null, cancellationToken).Select(t => t.Link.Mapping).ToHashSetAsync(cancellationToken: cancellationToken);

    private async Task<bool> IsHeldAsync(Instance instance, CancellationToken cancellationToken)
    {
        for (var number = 0; number < instance.Lanes; number++)
        {
            if (await lanes.HoldAsync(new LaneId(instance.Name, number), cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private Task<Row?> RowAsync(TicketRoute route, CancellationToken cancellationToken) =>
        store.FindAsync(SyncDesk.PartitionOf(route.Instance.Name), KeyPrefix + route.Mapping.Name, cancellationToken);
}

/// <summary>Is told which tickets of ours a poll found changed, before they are looked at.</summary>
public delegate Task ChangesFound(string instance, IReadOnlyList<ChangedTicket> changed, CancellationToken cancellationToken);

/// <summary>Says whether an instance's webhook tells what changes, so that a poll is only a safety net.</summary>
public delegate Task<bool> HookTells(string instance, CancellationToken cancellationToken);

/// <summary>How trackers are asked what changed.</summary>
public sealed record PollSettings
{
    /// <summary>Minutes between two polls of a mapping. Default 1.</summary>
    [Range(1, 60)]
    public int Minutes { get; init; } = 1;

    /// <summary>Minutes between two polls of a mapping whose instance's webhook tells what changes. Default 15.</summary>
    [Range(1, 1_440)]
    public int SafetyNetMinutes { get; init; } = 15;
}
