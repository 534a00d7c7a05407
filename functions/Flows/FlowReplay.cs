using System.Text.Json;

namespace Patchbay.Flows;

/// <summary>Runs a plan through a history and says where it stands. Pure; the same for every driver.</summary>
/// <remarks>
/// Answers to unknown or settled actions are ignored: timers fire late, messages come twice. What does not fit the plan is told from what is
/// merely old by the ids: one counter over all actions of a run, in the order in which the plan asks.
/// </remarks>
public sealed class FlowReplay
{
    // Durable storage hides a message for seven days at most, so long sleeps are chains of timers.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private readonly FlowView view = new();
    private readonly FlowPlan plan;
    private readonly Queue<FlowEvent> held = new();
    private IEnumerator<FlowStep>? steps;
    private FlowAction? outstanding;
    private DateTimeOffset sleepsUntil;
    private FlowDecision? end;
    private int nextId;
    private bool isKnown;
    private bool isSuspended;
    private bool isCut;

    private FlowReplay(FlowPlan plan) => this.plan = plan;

    /// <summary>Runs the plan through its history.</summary>
    public static FlowDecision Decide(FlowPlan plan, IEnumerable<FlowEvent> history)
    {
        var replay = new FlowReplay(plan);
        try
        {
            foreach (var happened in history)
            {
                replay.Take(happened);
                if (replay.end is FlowDecision.Broken or FlowDecision.Terminated)
                {
                    break;
                }
            }

            return replay.end ?? new FlowDecision.Wait(replay.outstanding, replay.outstanding is not null && !replay.isKnown);
        }
        catch (JsonException unreadable)
        {
            return new FlowDecision.Broken($"What the flow was given cannot be read: {unreadable.Message}");
        }
        finally
        {
            replay.steps?.Dispose();
        }
    }

    private void Take(FlowEvent happened)
    {
        switch (happened)
        {
            case FlowEvent.TurnStarted turn:
                Turn(turn);
                break;
            case FlowEvent.Started started when steps is null:
                view.InputText = started.Input;
                steps = plan(view).GetEnumerator();
                Advance();
                break;
            case FlowEvent.TimerSet set:
                Confirm(set.Id, outstanding is FlowAction.Timer, "set a timer");
                break;
            case FlowEvent.CallMade made:
                Confirm(made.Id, outstanding is FlowAction.Call call && call.Activity == made.Activity, $"called {made.Activity}");
                break;
            case FlowEvent.TimerFired or FlowEvent.CallEnded when isSuspended:
                held.Enqueue(happened);
                break;
            case FlowEvent.TimerFired or FlowEvent.CallEnded:
                Deliver(happened);
                break;
            case FlowEvent.TurnCut:
                isCut = true;
                break;
            case FlowEvent.Terminated terminated:
                end = new FlowDecision.Terminated(terminated.Reason);
                break;
            case FlowEvent.Suspended or FlowEvent.Resumed:
                Suspend(happened is FlowEvent.Suspended);
                break;
        }
    }

    private void Turn(FlowEvent.TurnStarted turn)
    {
        // The turn before is complete now; an action it should have taken note of was not asked for by the plan that ran then.
        if (outstanding is not null && !isKnown && !isCut)
        {
            end = new FlowDecision.Broken($"The plan asks for {outstanding}, which its history does not have: the plan was changed.");
        }

        isCut = false;
        view.Now = turn.At;
    }

    private void Suspend(bool value)
    {
        isSuspended = value;
        while (!isSuspended && held.TryDequeue(out var happened))
        {
            Deliver(happened);
        }
    }

    private void Confirm(int id, bool isOfItsKind, string what)
    {
        if (outstanding?.Id != id || !isOfItsKind)
        {
            end = new FlowDecision.Broken(
                $"The history {what} as action {id}, where the plan {(end is null ? $"asks for {outstanding}" : "had ended")}: the plan was changed.");
        }

        isKnown = true;
    }

    private void Deliver(FlowEvent happened)
    {
        // An answer to what the driver has not noted yet is one to an earlier run.
        switch (happened, isKnown ? outstanding : null)
        {
            case (FlowEvent.TimerFired fired, FlowAction.Timer timer) when fired.Id == timer.Id:
                Sleep(sleepsUntil);
                break;
            case (FlowEvent.CallEnded ended, FlowAction.Call call) when ended.Id == call.Id:
                view.Last = ended.End;
                Advance();
                break;
        }
    }

    private void Sleep(DateTimeOffset until)
    {
        if (until <= view.Now)
        {
            Advance();
            return;
        }

        sleepsUntil = until;
        var longest = view.Now + LongestTimer;
        Ask(new FlowAction.Timer(nextId++, until < longest ? until : longest));
    }

    private void Advance()
    {
        outstanding = null;
        if (!steps!.MoveNext())
        {
            end = new FlowDecision.End();
            return;
        }

        switch (steps.Current)
        {
            case FlowStep.Sleep sleep:
                Sleep(sleep.Until);
                break;
            case FlowStep.Call call:
                Ask(new FlowAction.Call(nextId++, call.Activity, call.Input));
                break;
            case FlowStep.Again again:
                end = new FlowDecision.Again(again.Input);
                break;
        }
    }

    private void Ask(FlowAction action)
    {
        outstanding = action;
        isKnown = false;
    }
}
