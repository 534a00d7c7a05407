namespace Patchbay.Flows;

/// <summary>What a plan asks for; it goes on when the step is done.</summary>
public abstract record FlowStep
{
    private FlowStep()
    {
    }

    /// <summary>Waits; not at all when the time has passed already. Any length: drivers chain their timers.</summary>
    public sealed record Sleep(DateTimeOffset Until) : FlowStep;

    /// <summary>Calls an activity, at least once. Its end is in <see cref="FlowView.Last"/>.</summary>
    /// <param name="Input">JSON text; small, because every later turn carries it.</param>
    public sealed record Call(string Activity, string Input) : FlowStep;

    /// <summary>Ends this run and starts the next with an empty history: how a flow lives for ever.</summary>
    /// <param name="Input">JSON text.</param>
    public sealed record Again(string Input) : FlowStep;
}
