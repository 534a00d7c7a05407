using Patchbay.Hooks;
using Patchbay.Hosting;
using Patchbay.Integrations;
using Patchbay.Links.Sync;

namespace Patchbay.Triggers.Poll;

/// <summary>Asks the trackers which tickets changed, and judges whether their webhooks had announced it. Timer: every minute.</summary>
public sealed partial class Poll(Polling polling, HookWatch hooks, IntegrationBook integrations, ILogger<Poll> log)
{
    /// <summary>Every minute; how often a mapping is polled is a setting.</summary>
    public static TimerSchedule Schedule { get; } = new(minutes: 1);

    /// <summary>Handles one tick.</summary>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (await polling.RunAsync(cancellationToken) is var count and > 0)
        {
            Changed(log, count);
        }

        foreach (var instance in (await integrations.ReadAsync(cancellationToken)).Instances.Keys)
        {
            if (await hooks.JudgeAsync(instance, cancellationToken) is var missed and > 0)
            {
                Missed(log, instance, missed);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "TicketsChanged {Count}", EventName = "TicketsChanged")]
    private static partial void Changed(ILogger log, int count);

    [LoggerMessage(2, LogLevel.Warning, "WebhookMissed {Instance} {Count}", EventName = "WebhookMissed")]
    private static partial void Missed(ILogger log, string instance, int count);
}
