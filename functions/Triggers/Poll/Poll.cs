using Patchbay.Hosting;
using Patchbay.Links.Sync;

namespace Patchbay.Triggers.Poll;

/// <summary>Asks the trackers which tickets changed. Timer: every minute.</summary>
public sealed partial class Poll(Polling polling, ILogger<Poll> log)
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
    }

    [LoggerMessage(1, LogLevel.Information, "TicketsChanged {Count}", EventName = "TicketsChanged")]
    private static partial void Changed(ILogger log, int count);
}
