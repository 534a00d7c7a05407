using System.Text.Json.Serialization;

namespace Patchbay.Flows;

/// <summary>One thing in the history of an instance.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(TurnStarted), "turn")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(TimerSet), "timer-set")]
[JsonDerivedType(typeof(TimerFired), "timer-fired")]
[JsonDerivedType(typeof(CallMade), "call-made")]
[JsonDerivedType(typeof(CallEnded), "call-ended")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Terminated), "terminated")]
[JsonDerivedType(typeof(TurnCut), "turn-cut")]
public abstract record FlowEvent
{
    private FlowEvent()
    {
    }

    /// <summary>A turn began; from here its time counts.</summary>
    public sealed record TurnStarted(DateTimeOffset At) : FlowEvent;

    /// <summary>The instance was started.</summary>
    /// <param name="Input">JSON text; null for none.</param>
    public sealed record Started(string? Input) : FlowEvent;

    /// <summary>The driver took note of a timer.</summary>
    public sealed record TimerSet(int Id) : FlowEvent;

    /// <summary>A timer's time has come.</summary>
    public sealed record TimerFired(int Id) : FlowEvent;

    /// <summary>The driver took note of a call.</summary>
    public sealed record CallMade(int Id, string Activity) : FlowEvent;

    /// <summary>A call ended.</summary>
    public sealed record CallEnded(int Id, CallEnd End) : FlowEvent;

    /// <summary>A person stopped the instance for a while.</summary>
    public sealed record Suspended : FlowEvent;

    /// <summary>A person let it go on.</summary>
    public sealed record Resumed : FlowEvent;

    /// <summary>A person ended the instance.</summary>
    /// <param name="Reason">JSON text or null, handed back as the result.</param>
    public sealed record Terminated(string? Reason) : FlowEvent;

    /// <summary>The driver could not take all actions of a turn at once; it wants the rest again.</summary>
    public sealed record TurnCut : FlowEvent;
}
