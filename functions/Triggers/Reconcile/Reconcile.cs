using Patchbay.Hooks;
using Patchbay.Hosting;
using Patchbay.Integrations;
using Patchbay.Links;

namespace Patchbay.Triggers.Reconcile;

/// <summary>Looks at linked tickets that had no news, within a budget, forgets old calls of webhooks, and asks trackers whether hooks are switched on. Timer: nightly.</summary>
public sealed partial class Reconcile(
    Reconciliation reconciliation, HookJournal journal, HookWatch hooks, IntegrationBook integrations, ILogger<Reconcile> log)
{
    /// <summary>Half past two, UTC.</summary>
    public static TimerSchedule Schedule { get; } = TimerSchedule.DailyAt(2, 30);

    /// <summary>Handles one tick.</summary>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        foreach (var instance in (await integrations.ReadAsync(cancellationToken)).Instances.Keys)
        {
            await journal.SweepAsync(instance, cancellationToken);
            await hooks.AskAsync(instance, cancellationToken);
        }

        Looked(log, await reconciliation.RunAsync(cancellationToken));
    }

    [LoggerMessage(1, LogLevel.Information, "TicketsLookedAt {Count}", EventName = "TicketsLookedAt")]
    private static partial void Looked(ILogger log, int count);
}
