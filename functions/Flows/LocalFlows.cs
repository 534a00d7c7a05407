using System.Text.Json;
using Patchbay.Storage;

namespace Patchbay.Flows;

/// <summary>Runs orchestrations in this process: their histories are rows, their timers follow from these. Safe to call from many threads.</summary>
/// <remarks>
/// Partition <c>flows</c>, one row for each instance that runs; one that ends leaves nothing. Every turn is one commit, and an activity is called before the
/// commit that notes its end, so a kill between any two steps repeats a step and loses none. Only one process may drive a store.
/// </remarks>
public sealed partial class LocalFlows(IStore store, IEnumerable<Flow> flows, TimeProvider time, ILogger<LocalFlows> log) : IFlows
{
    private const string Partition = "flows";

    private static readonly TimeSpan WaitAfterTrouble = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, FlowPlan> plans = flows.ToDictionary(f => f.Name, f => f.Plan, StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> due = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? loaded;

    /// <inheritdoc/>
    public async Task StartAsync(FlowStart start, CancellationToken cancellationToken)
    {
        if (!plans.ContainsKey(start.Flow))
        {
            throw new ArgumentException($"There is no flow {start.Flow}.", nameof(start));
        }

        var record = FlowRecord.Begin(start.Flow, start.Input, time.GetUtcNow());
        if (await store.CommitAsync(Partition, [new Change.Add(start.Id, StoredJson.Write(record))], cancellationToken))
        {
            Schedule(start.Id, time.GetUtcNow());
        }
    }

    /// <summary>Reads what an earlier process left, once; to be called before the first <see cref="TakeAsync"/>.</summary>
    public Task LoadAsync()
    {
        lock (gate)
        {
            // What failed is tried again, or a full disk at the start would leave all flows asleep.
            return loaded is null or { IsFaulted: true } ? loaded = ScheduleAllAsync() : loaded;
        }
    }

    /// <summary>Waits for an instance that has something to do.</summary>
    /// <returns>Its id; nobody else gets it until <see cref="StepAsync"/> was called for it.</returns>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = Volatile.Read(ref changed).Task;
            var (id, wait) = TakeDue();
            if (id is not null)
            {
                return id;
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(change, Task.Delay(wait, time, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Makes the next step of an instance and commits it. When this throws, the step is made again.</summary>
    /// <param name="id">As <see cref="TakeAsync"/> gave it.</param>
    public async Task StepAsync(string id, CallActivity call, CancellationToken cancellationToken)
    {
        DateTimeOffset? next = time.GetUtcNow() + WaitAfterTrouble;
        try
        {
            next = await store.FindAsync(Partition, id, cancellationToken) is { } row ? await TurnAsync(row, call, cancellationToken) : null;
        }
        finally
        {
            if (next is { } at)
            {
                Schedule(id, at);
            }
        }
    }

    private async Task<DateTimeOffset?> TurnAsync(Row row, CallActivity call, CancellationToken cancellationToken)
    {
        if (Read(row) is not { } record || !plans.TryGetValue(record.Flow, out var plan))
        {
            LogBroken(log, row.Key, "It was written by another version of Patchbay.");
            return await WriteAsync(row, null, cancellationToken);
        }

        var now = time.GetUtcNow();
        switch (FlowReplay.Decide(plan, record.History))
        {
            case FlowDecision.Wait { For: FlowAction.Timer timer, IsNew: false } when timer.At > now:
                return timer.At;
            case FlowDecision.Wait { For: FlowAction.Timer timer, IsNew: false }:
                record = record.With(now, new FlowEvent.TimerFired(timer.Id));
                break;
            case FlowDecision.Wait { For: FlowAction.Call asked, IsNew: false }:
                var ended = new FlowEvent.CallEnded(asked.Id, await call(asked.Activity, asked.Input, cancellationToken));
                record = record.With(time.GetUtcNow(), ended);
                break;
        }

        return await WriteAsync(row, Settle(row.Key, record, plan), cancellationToken);
    }

    // What follows from the history without anybody's help.
    private FlowRecord? Settle(string id, FlowRecord record, FlowPlan plan)
    {
        switch (FlowReplay.Decide(plan, record.History))
        {
            case FlowDecision.Wait { IsNew: true, For: FlowAction.Timer timer }:
                return record.With(new FlowEvent.TimerSet(timer.Id));
            case FlowDecision.Wait { IsNew: true, For: FlowAction.Call call }:
                return record.With(new FlowEvent.CallMade(call.Id, call.Activity));
            case FlowDecision.Wait:
                return record;
            case FlowDecision.Again again:
                return FlowRecord.Begin(record.Flow, again.Input, time.GetUtcNow());
            case FlowDecision.Broken broken:
                LogBroken(log, id, broken.Reason);
                return null;
            default:
                return null;
        }
    }

    private async Task<DateTimeOffset?> WriteAsync(Row row, FlowRecord? record, CancellationToken cancellationToken)
    {
        Change change = record is null
            ? new Change.Remove(row.Key, row.Version)
            : new Change.Replace(row.Key, row.Version, StoredJson.Write(record));
        var isDone = await store.CommitAsync(Partition, [change], cancellationToken);

        // At once: the next look finds when its timer is due, or what another made of the row.
        return isDone && record is null ? null : time.GetUtcNow();
    }

    private static FlowRecord? Read(Row row)
    {
        try
        {
            return StoredJson.Read<FlowRecord>(row.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task ScheduleAllAsync()
    {
        await foreach (var row in store.ListAsync(Partition, "", null, CancellationToken.None))
        {
            Schedule(row.Key, time.GetUtcNow());
        }
    }

    private (string? Id, TimeSpan Wait) TakeDue()
    {
        lock (gate)
        {
            if (due.Count == 0)
            {
                return (null, Timeout.InfiniteTimeSpan);
            }

            var (id, at) = due.MinBy(d => d.Value);
            var wait = at - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                // Rounded up: a timer counts whole milliseconds, and one that is early wakes in vain.
                return (null, TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)));
            }

            due.Remove(id);
            return (id, TimeSpan.Zero);
        }
    }

    private void Schedule(string id, DateTimeOffset at)
    {
        lock (gate)
        {
            due[id] = at;
        }

        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The flow {Id} cannot go on and was ended: {Reason}")]
    private static partial void LogBroken(ILogger log, string id, string reason);
}

/// <summary>Calls an activity. It throws when the call was cut off and shall be made again.</summary>
public delegate Task<CallEnd> CallActivity(string activity, string input, CancellationToken cancellationToken);
