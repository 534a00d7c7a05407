namespace Patchbay.Flows;

/// <summary>Where a plan stands after its history.</summary>
public abstract record FlowDecision
{
    private FlowDecision()
    {
    }

    /// <summary>It waits.</summary>
    /// <param name="For">What is outstanding; null before the start.</param>
    /// <param name="IsNew">The driver does not know of it yet.</param>
    public sealed record Wait(FlowAction? For, bool IsNew) : FlowDecision;

    /// <summary>It ended as planned.</summary>
    public sealed record End : FlowDecision;

    /// <summary>It starts anew with an empty history.</summary>
    public sealed record Again(string Input) : FlowDecision;

    /// <summary>A person ended it.</summary>
    /// <param name="Result">JSON text or null.</param>
    public sealed record Terminated(string? Result) : FlowDecision;

    /// <summary>History and plan do not fit, or the input cannot be read: trying again would not help.</summary>
    public sealed record Broken(string Reason) : FlowDecision;
}

/// <summary>What a driver shall do for an instance.</summary>
/// <param name="Id">Counts the instance's actions from 0; the answer names it.</param>
public abstract record FlowAction(int Id)
{
    /// <summary>Set a timer.</summary>
    public sealed record Timer(int Id, DateTimeOffset At) : FlowAction(Id);

    /// <summary>Call an activity.</summary>
    public sealed record Call(int Id, string Activity, string Input) : FlowAction(Id);
}
