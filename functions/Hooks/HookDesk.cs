using System.Diagnostics;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Links.Sync;
using Patchbay.Trackers;

namespace Patchbay.Hooks;

/// <summary>Takes the calls of trackers' webhooks: judged, noted in the journal, and the tickets they are about queued to be looked at.</summary>
public sealed partial class HookDesk(
    HookKinds kinds, IntegrationBook integrations, ISecrets secrets, SyncDesk syncs, HookHealthBook health, HookSettings settings,
    TimeProvider clock, ILogger<HookDesk> log)
{
    // A call names one ticket, a moved one two, each in a few spellings.
    private const int MostTickets = 90;

    /// <summary>Whether there is such an instance and its kind has webhooks.</summary>
    public async Task<bool> KnowsAsync(string instance, CancellationToken cancellationToken) =>
        await FindAsync(instance, cancellationToken) is not null;

    /// <summary>Takes one call. A repeated one is answered as such and does nothing.</summary>
    /// <param name="body">The exact bytes.</param>
    public async Task<HookOutcome> TakeAsync(
        string instance, ReadOnlyMemory<byte> body, IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        if (await FindAsync(instance, cancellationToken) is not var (found, hooks, projects))
        {
            return HookOutcome.Unknown;
        }

        var now = clock.GetUtcNow();
        var call = new HookCall(body, headers, await SecretsAsync(found, hooks, cancellationToken), now)
        {
            Callback = settings.CallbackOf(instance),
            Projects = projects,
        };
        return hooks.Receive(call) switch
        {
            HookReading.Forged forged => await RefuseAsync(instance, forged.Reason, cancellationToken),
            HookReading.Noted noted => await NoteAsync(
                instance, new HookDelivery(now, noted.Delivery, noted.Event, [], null, noted.Why), body, cancellationToken),
            HookReading.Tickets tickets => await NoteAsync(
                instance,
                new HookDelivery(now, tickets.Delivery, tickets.Event, [.. tickets.Keys.Take(MostTickets)], tickets.Actor, null),
                body,
                cancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Counts a call that is refused, and says why where people look for it.</summary>
    /// <param name="reason">For people of ours; the caller is not told.</param>
    public async Task<HookOutcome> RefuseAsync(string instance, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        LogRefused(log, instance, reason);
        await health.NoteAsync(
            instance, was => was with { Refused = was.Refused + 1, LastRefusedAt = now, LastRefusedReason = reason }, cancellationToken);
        return HookOutcome.Refused;
    }

    private async Task<HookOutcome> NoteAsync(
        string instance, HookDelivery delivery, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var ours = await syncs.WantAsync(instance, delivery.Tickets, HookJournal.RowsOf(delivery, body.Span), cancellationToken);
        await health.NoteAsync(
            instance,
            was => ours is null
                ? was with { Repeated = was.Repeated + 1 }
                : was with
                {
                    Accepted = was.Accepted + 1,
                    Noted = was.Noted + (ours == 0 ? 1 : 0),
                    FirstAcceptedAt = was.FirstAcceptedAt ?? delivery.At,
                    LastAcceptedAt = delivery.At,
                },
            cancellationToken);
        return ours switch { null => HookOutcome.Repeated, 0 => HookOutcome.Noted, _ => HookOutcome.Queued };
    }

    private async Task<(Instance Instance, ITrackerHooks Hooks, IReadOnlyList<string> Projects)?> FindAsync(
        string name, CancellationToken cancellationToken)
    {
        var set = await integrations.ReadAsync(cancellationToken);
        return set.Instances.GetValueOrDefault(name)?.Item is { } instance && kinds.Find(instance) is { } hooks
            ? (instance, hooks, [.. set.Mappings.Values.Where(m => m.Item.Instance == name).Select(m => m.Item.Project)])
            : null;
    }

    private async Task<IReadOnlyDictionary<string, string>> SecretsAsync(
        Instance instance, ITrackerHooks hooks, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in hooks.Secrets.Select(s => s.Name).Where(instance.Secrets.Contains))
        {
            if ((await secrets.FindAsync(SecretName.Of(instance.Name, name), cancellationToken))?.Trim() is { Length: > 0 } value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    [LoggerMessage(1, LogLevel.Warning, "WebhookRefused {Instance}: {Reason}", EventName = "WebhookRefused")]
    private static partial void LogRefused(ILogger log, string instance, string reason);
}

/// <summary>What became of a call.</summary>
public enum HookOutcome
{
    /// <summary>Tickets of ours are to be looked at.</summary>
    Queued,

    /// <summary>Kept in the journal; about no ticket of ours.</summary>
    Noted,

    /// <summary>It had been before; nothing was done.</summary>
    Repeated,

    /// <summary>It did not prove itself.</summary>
    Refused,

    /// <summary>There is no such instance, or its tracker has no webhooks.</summary>
    Unknown,
}
