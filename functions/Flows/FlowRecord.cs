namespace Patchbay.Flows;

/// <summary>An instance as it is stored.</summary>
/// <param name="Flow">Name of its orchestration.</param>
public sealed record FlowRecord(string Flow, IReadOnlyList<FlowEvent> History)
{
    /// <summary>A new instance, or a new run of one.</summary>
    public static FlowRecord Begin(string flow, string input, DateTimeOffset now) =>
        new(flow, [new FlowEvent.TurnStarted(now), new FlowEvent.Started(input)]);

    /// <summary>The instance after a turn that begins with an answer.</summary>
    public FlowRecord With(DateTimeOffset now, FlowEvent answer) =>
        this with { History = [.. History, new FlowEvent.TurnStarted(now), answer] };

    /// <summary>The instance after the driver took note of an action.</summary>
    public FlowRecord With(FlowEvent note) => this with { History = [.. History, note] };
}
