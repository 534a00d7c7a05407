using Patchbay.Flows;

namespace Patchbay.Tests.Flows;

/// <summary>Small orchestrations for the drivers' tests.</summary>
public static class Plans
{
    public static readonly DateTimeOffset Ten = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Waits an hour, calls A with what it was given, then B with what A said.</summary>
    public static IEnumerable<FlowStep> WaitAThenB(FlowView view)
    {
        yield return new FlowStep.Sleep(Ten.AddHours(1));
        yield return new FlowStep.Call("A", $"\"{view.Input<string>()}\"");
        yield return new FlowStep.Call("B", view.Last is CallEnd.Done done ? done.Result : "\"A failed\"");
    }

    /// <summary>Lives for ever: every day at the hour it was given, calls Daily and starts anew for the day after.</summary>
    public static IEnumerable<FlowStep> Daily(FlowView view)
    {
        var at = view.Input<DateTimeOffset>();
        yield return new FlowStep.Sleep(at);
        yield return new FlowStep.Call("Daily", $"\"{at:yyyy-MM-dd}\"");
        yield return new FlowStep.Again($"\"{at.AddDays(1):O}\"");
    }

    /// <summary>Sleeps a week, longer than any one timer may.</summary>
    public static IEnumerable<FlowStep> Week(FlowView view)
    {
        yield return new FlowStep.Sleep(Ten.AddDays(7));
        yield return new FlowStep.Call("A", "null");
    }
}
