using Patchbay.Hosting;
using Patchbay.Links;

namespace Patchbay.Triggers.Reconcile;

/// <summary>Looks at linked tickets that had no news, within a budget. Timer: nightly.</summary>
public sealed partial class Reconcile(Reconciliation reconciliation, ILogger<Reconcile> log)
{
    /// <summary>Half past two, UTC.</summary>
    public static TimerSchedule Schedule { get; } = TimerSchedule.DailyAt(2, 30);

    /// <summary>Handles one tick.</summary>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        Looked(log, await reconciliation.RunAsync(cancellationToken));

    [LoggerMessage(1, LogLevel.Information, "TicketsLookedAt {Count}", EventName = "TicketsLookedAt")]
    private static partial void Looked(ILogger log, int count);
}
