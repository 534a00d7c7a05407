using System.ComponentModel.DataAnnotations;
using Patchbay.Flows;
using Patchbay.Outbox;

namespace Patchbay.Hosting;

/// <summary>Does what the Functions host does, in this process: hands messages to functions, ticks their timers, drives flows.</summary>
/// <remarks>
/// A function that throws gets its message again after a wait, until it is a dead letter. A stop takes no new messages and lets running
/// functions finish for as long as the application may take to stop; what is cut off then, or by a kill, is delivered again at the next
/// start, because the queue frees all locks when it is opened.
/// </remarks>
public sealed partial class StandAlone(
    LocalQueue queue,
    LocalFlows flows,
    FunctionRegistry functions,
    Envelope envelope,
    StandAloneSettings settings,
    TimeProvider time,
    ILogger<StandAlone> log) : BackgroundService
{
    // For trouble with the queue's own file, such as a full disk: nothing was taken, so nothing is lost by waiting.
    private static readonly TimeSpan WaitAfterTrouble = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource cutOff = new();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Whatever still runs has had the time that the application may take to stop.
        await cutOff.CancelAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        cutOff.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loops = functions.All.SelectMany(function => function switch
        {
            RegisteredFunction.OnQueue onQueue => Enumerable
                .Range(0, onQueue.HasSessions ? settings.Sessions : settings.Calls)
                .Select(_ => Task.Run(() => PumpAsync(onQueue, stoppingToken), CancellationToken.None)),
            RegisteredFunction.OnTimer onTimer => [Task.Run(() => TickAsync(onTimer, stoppingToken), CancellationToken.None)],
            _ => [],
        });
        var drivers = Enumerable.Range(0, settings.Flows).Select(_ => Task.Run(() => DriveAsync(stoppingToken), CancellationToken.None));
        return Task.WhenAll(loops.Concat(drivers).ToList());
    }

    private async Task PumpAsync(RegisteredFunction.OnQueue function, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var delivery = await queue.ReceiveAsync(function.Queue, stoppingToken);
                await HandleAsync(function, delivery);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception trouble)
            {
                // The queue itself failed. Without this loop nothing would be handled any more; the message stays in the file.
                LogTrouble(log, function.Queue, trouble);
                await Task.Delay(WaitAfterTrouble, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HandleAsync(RegisteredFunction.OnQueue function, Delivery delivery)
    {
        var outcome = await CallAsync(function, HostRequest.Of(function.Name, delivery, time.GetUtcNow()));
        switch (outcome)
        {
            case Outcome.Done:
                await queue.CompleteAsync(delivery, CancellationToken.None);
                break;
            case Outcome.Failed when cutOff.IsCancellationRequested:
                // Not the message's fault. Its lock ends with the process, so it comes again at once at the next start.
                break;
            case Outcome.Failed failed:
                await queue.AbandonAsync(delivery, failed.Reason, CancellationToken.None);
                break;
            case Outcome.Unreadable unreadable:
                await queue.AbandonAsync(delivery, unreadable.Reason, CancellationToken.None);
                break;
        }
    }

    private async Task DriveAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await flows.LoadAsync();
                await flows.StepAsync(await flows.TakeAsync(stoppingToken), CallActivityAsync, CancellationToken.None);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception trouble)
            {
                // As above: without this loop no flow would go on.
                LogFlowTrouble(log, trouble);
                await Task.Delay(WaitAfterTrouble, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<CallEnd> CallActivityAsync(string activity, string input, CancellationToken cancellationToken)
    {
        if (functions.Find(activity) is not RegisteredFunction.OnActivity found)
        {
            return new CallEnd.Failed($"There is no activity {activity}.");
        }

        var outcome = await CallAsync(found, HostRequest.Of(found, input, time.GetUtcNow()));
        return outcome is Outcome.Failed && cutOff.IsCancellationRequested
            ? throw new OperationCanceledException("It was cut off by the stop and is called again at the next start.", cutOff.Token)
            : HostReply.EndOf(outcome);
    }

    private async Task TickAsync(RegisteredFunction.OnTimer function, CancellationToken stoppingToken)
    {
        DateTimeOffset? last = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            await CallAsync(function, HostRequest.Of(function, last, now));
            last = now;

            // A tick that was due while the function ran is skipped, not made up for.
            var wait = function.Schedule.WaitFrom(time.GetUtcNow());
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Outcome> CallAsync(RegisteredFunction function, ReadOnlyMemory<byte> request)
    {
        using var limit = new CancellationTokenSource(settings.FunctionTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cutOff.Token);
        var outcome = await envelope.RunAsync(function.Name, request, end.Token);
        return outcome is Outcome.Failed && limit.IsCancellationRequested
            ? new Outcome.Failed($"It ran longer than {settings.FunctionTimeout} and was cancelled.")
            : outcome;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The queue {Queue} is in trouble; its messages wait")]
    private static partial void LogTrouble(ILogger log, string queue, Exception trouble);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "A flow is in trouble; it goes on later")]
    private static partial void LogFlowTrouble(ILogger log, Exception trouble);
}

/// <summary>How much the stand-alone host does at a time. The defaults are those of host.json.</summary>
public sealed record StandAloneSettings
{
    /// <summary>Messages of one queue without sessions handled at a time. Default 4.</summary>
    [Range(1, 64)]
    public int Calls { get; init; } = 4;

    /// <summary>Sessions of one queue handled at a time. Default 8.</summary>
    [Range(1, 64)]
    public int Sessions { get; init; } = 8;

    /// <summary>Flows that take a step at a time. Default 4.</summary>
    [Range(1, 64)]
    public int Flows { get; init; } = 4;

    /// <summary>How long a function may run before it is cancelled. Default 10 minutes; shorter than the queue's lease.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
