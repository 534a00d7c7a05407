using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Patchbay.Flows.Durable.Wire;

namespace Patchbay.Flows.Durable;

/// <summary>What the Durable extension sends for each turn of an orchestration, and the answer it wants: the only file that knows this wire.</summary>
/// <remarks>
/// Source: DurableTask.Core and its extension's pass-through protocol, 2.13 to 3.x. Every request holds the whole history; the answer holds only what
/// is new. A request is always answered: what is no answer fails the instance for good, and without a reason.
/// </remarks>
public static class DurableProtocol
{
    // The back end's own mark in a history for a turn that it had to cut.
    private const int TurnCut = -100;

    /// <summary>Makes the answer to one request.</summary>
    /// <param name="request">An OrchestratorRequest.</param>
    /// <returns>An OrchestratorResponse.</returns>
    public static byte[] Answer(FlowPlan plan, ReadOnlySpan<byte> request)
    {
        OrchestratorRequest turn;
        try
        {
            turn = OrchestratorRequest.Parser.ParseFrom(request);
        }
        catch (InvalidProtocolBufferException unreadable)
        {
            return Failure($"The host's request cannot be read: {unreadable.Message}");
        }

        HistoryEvent[] history = [.. turn.PastEvents, .. turn.NewEvents];
        var answer = new OrchestratorResponse { InstanceId = turn.InstanceId };
        if (ActionOf(FlowReplay.Decide(plan, history.Select(Read).OfType<FlowEvent>()), NextId(history)) is { } action)
        {
            answer.Actions.Add(action);
        }

        return answer.ToByteArray();
    }

    /// <summary>The answer that ends an instance as failed.</summary>
    /// <param name="reason">Shown to a person; without secrets.</param>
    public static byte[] Failure(string reason) => new OrchestratorResponse { Actions = { Ended(0, Failed(reason)) } }.ToByteArray();

    private static FlowEvent? Read(HistoryEvent happened) => happened.KindCase switch
    {
        HistoryEvent.KindOneofCase.OrchestratorStarted => new FlowEvent.TurnStarted(happened.Timestamp?.ToDateTimeOffset() ?? default),
        HistoryEvent.KindOneofCase.ExecutionStarted => new FlowEvent.Started(happened.ExecutionStarted.Input),
        HistoryEvent.KindOneofCase.TimerCreated when happened.EventId == TurnCut => new FlowEvent.TurnCut(),
        HistoryEvent.KindOneofCase.TimerCreated => new FlowEvent.TimerSet(happened.EventId),
        HistoryEvent.KindOneofCase.TimerFired => new FlowEvent.TimerFired(happened.TimerFired.TimerId),
        HistoryEvent.KindOneofCase.TaskScheduled => new FlowEvent.CallMade(happened.EventId, happened.TaskScheduled.Name),
        HistoryEvent.KindOneofCase.TaskCompleted =>
            new FlowEvent.CallEnded(happened.TaskCompleted.TaskScheduledId, CallEnd.Of(happened.TaskCompleted.Result)),
        HistoryEvent.KindOneofCase.TaskFailed => new FlowEvent.CallEnded(
            happened.TaskFailed.TaskScheduledId, new CallEnd.Failed(happened.TaskFailed.Failure?.ErrorMessage ?? "It failed without a word.")),
        HistoryEvent.KindOneofCase.ExecutionTerminated => new FlowEvent.Terminated(happened.ExecutionTerminated.Input),
        HistoryEvent.KindOneofCase.ExecutionSuspended => new FlowEvent.Suspended(),
        HistoryEvent.KindOneofCase.ExecutionResumed => new FlowEvent.Resumed(),

        // The end of a turn is none: after continue-as-new it stands before the turn's actions. Plans take no events from outside.
        _ => null,
    };

    private static OrchestratorAction? ActionOf(FlowDecision decision, int nextId) => decision switch
    {
        FlowDecision.Wait { IsNew: true, For: FlowAction.Timer timer } =>
            new OrchestratorAction { Id = timer.Id, CreateTimer = new CreateTimer { FireAt = timer.At.ToTimestamp() } },
        FlowDecision.Wait { IsNew: true, For: FlowAction.Call call } =>
            new OrchestratorAction { Id = call.Id, ScheduleTask = new ScheduleTask { Name = call.Activity, Input = call.Input } },
        FlowDecision.Wait => null,
        FlowDecision.Again again =>
            Ended(nextId, new CompleteOrchestration { Status = OrchestrationStatus.ContinuedAsNew, Result = again.Input }),
        FlowDecision.Terminated terminated =>
            Ended(nextId, new CompleteOrchestration { Status = OrchestrationStatus.Terminated, Result = terminated.Result }),
        FlowDecision.Broken broken => Ended(nextId, Failed(broken.Reason)),
        _ => Ended(nextId, new CompleteOrchestration { Status = OrchestrationStatus.Completed }),
    };

    private static int NextId(IEnumerable<HistoryEvent> history) => history
        .Where(h => h.KindCase is HistoryEvent.KindOneofCase.TimerCreated or HistoryEvent.KindOneofCase.TaskScheduled)
        .Select(h => h.EventId).Append(-1).Max() + 1;

    private static OrchestratorAction Ended(int id, CompleteOrchestration end) => new() { Id = id, CompleteOrchestration = end };

    private static CompleteOrchestration Failed(string reason) => new()
    {
        Status = OrchestrationStatus.Failed,
        Result = reason,
        Failure = new FailureDetails { ErrorType = nameof(FlowDecision.Broken), ErrorMessage = reason, IsNonRetriable = true },
    };
}
