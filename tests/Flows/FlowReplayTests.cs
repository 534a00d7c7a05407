using Patchbay.Flows;
using static Patchbay.Tests.Flows.Plans;

namespace Patchbay.Tests.Flows;

/// <summary>Where a plan stands after a history, whatever the history holds.</summary>
public sealed class FlowReplayTests
{
    private static readonly FlowEvent[] Begun = [Turn(0), new FlowEvent.Started("\"x\"")];
    private static readonly FlowEvent[] Sleeping = [.. Begun, new FlowEvent.TimerSet(0)];
    private static readonly FlowEvent[] Calling = [.. Sleeping, Turn(60), new FlowEvent.TimerFired(0), new FlowEvent.CallMade(1, "A")];
    private static readonly FlowEvent[] CallingB = [.. Calling, Turn(61), Ended(1, "\"a\""), new FlowEvent.CallMade(2, "B")];

    private static readonly FlowDecision Sleeps = new FlowDecision.Wait(new FlowAction.Timer(0, Ten.AddHours(1)), IsNew: false);
    private static readonly FlowDecision CallsA = new FlowDecision.Wait(new FlowAction.Call(1, "A", "\"x\""), IsNew: false);
    private static readonly FlowDecision CallsB = new FlowDecision.Wait(new FlowAction.Call(2, "B", "\"a\""), IsNew: false);

    public static TheoryData<FlowEvent[], FlowDecision> Histories => new()
    {
        { [], new FlowDecision.Wait(null, IsNew: false) },
        { Begun, new FlowDecision.Wait(new FlowAction.Timer(0, Ten.AddHours(1)), IsNew: true) },
        { Sleeping, Sleeps },
        { [.. Sleeping, Turn(5)], Sleeps },
        { [.. Sleeping, Turn(60), new FlowEvent.TimerFired(0)], new FlowDecision.Wait(new FlowAction.Call(1, "A", "\"x\""), IsNew: true) },
        { [.. Sleeping, Turn(9000), new FlowEvent.TimerFired(0)], new FlowDecision.Wait(new FlowAction.Call(1, "A", "\"x\""), IsNew: true) },
        { Calling, CallsA },
        { CallingB, CallsB },
        { [.. CallingB, Turn(62), Ended(2, "null")], new FlowDecision.End() },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_plan_stands_where_its_history_brought_it(FlowEvent[] history, FlowDecision expected) =>
        Assert.Equal(expected, FlowReplay.Decide(WaitAThenB, history));

    [Fact]
    public void Answers_that_come_twice_or_late_or_for_nothing_change_nothing()
    {
        FlowEvent[] history =
        [
            .. Calling, Turn(61), new FlowEvent.TimerFired(0), Ended(0, "\"stale\""), Ended(1, "\"a\""), Ended(1, "\"again\""), Ended(7, "\"who\""),
            new FlowEvent.CallMade(2, "B"), Turn(62), new FlowEvent.TimerFired(0), Ended(1, "\"again\""),
        ];

        Assert.Equal(CallsB, FlowReplay.Decide(WaitAThenB, history));
    }

    [Fact]
    public void An_answer_meant_for_an_earlier_run_is_not_taken_for_this_one()
    {
        FlowEvent[] history = [Turn(0), new FlowEvent.Started("\"x\""), new FlowEvent.TimerFired(0)];

        Assert.Equal(new FlowDecision.Wait(new FlowAction.Timer(0, Ten.AddHours(1)), IsNew: true), FlowReplay.Decide(WaitAThenB, history));
    }

    [Fact]
    public void A_failed_call_is_seen_by_the_plan()
    {
        FlowEvent[] history = [.. Calling, Turn(61), new FlowEvent.CallEnded(1, new CallEnd.Failed("no power"))];

        var decision = FlowReplay.Decide(WaitAThenB, history);

        Assert.Equal(new FlowDecision.Wait(new FlowAction.Call(2, "B", "\"A failed\""), IsNew: true), decision);
    }

    [Fact]
    public void What_is_longer_than_a_timer_is_slept_in_a_chain_of_them()
    {
        FlowEvent[] first = [Turn(0), new FlowEvent.Started(null)];
        FlowEvent[] second = [.. first, new FlowEvent.TimerSet(0), Turn(3 * 24 * 60), new FlowEvent.TimerFired(0)];
        FlowEvent[] third = [.. second, new FlowEvent.TimerSet(1), Turn(6 * 24 * 60), new FlowEvent.TimerFired(1)];
        FlowEvent[] over = [.. third, new FlowEvent.TimerSet(2), Turn(7 * 24 * 60), new FlowEvent.TimerFired(2)];

        var asked = new[] { first, second, third, over }.Select(h => ((FlowDecision.Wait)FlowReplay.Decide(Week, h)).For);

        Assert.Equal(
            [
                new FlowAction.Timer(0, Ten.AddDays(3)), new FlowAction.Timer(1, Ten.AddDays(6)), new FlowAction.Timer(2, Ten.AddDays(7)),
                new FlowAction.Call(3, "A", "null"),
            ],
            asked);
    }

    [Fact]
    public void What_happens_while_suspended_waits_and_the_time_it_is_done_at_is_that_of_the_resumption()
    {
        FlowEvent[] suspended = [.. Sleeping, Turn(30), new FlowEvent.Suspended(), Turn(60), new FlowEvent.TimerFired(0)];

        Assert.Equal(Sleeps, FlowReplay.Decide(WaitAThenB, suspended));
        Assert.Equal(
            new FlowDecision.Wait(new FlowAction.Call(1, "A", "\"x\""), IsNew: true),
            FlowReplay.Decide(WaitAThenB, [.. suspended, Turn(90), new FlowEvent.Resumed()]));
    }

    [Fact]
    public void A_termination_ends_it_even_while_suspended()
    {
        FlowEvent[] history = [.. Sleeping, Turn(30), new FlowEvent.Suspended(), Turn(31), new FlowEvent.Terminated("\"enough\"")];

        Assert.Equal(new FlowDecision.Terminated("\"enough\""), FlowReplay.Decide(WaitAThenB, history));
    }

    [Fact]
    public void Again_carries_the_input_of_the_next_run()
    {
        var input = $"\"{Ten:O}\"";
        FlowEvent[] history = [Turn(0), new FlowEvent.Started(input), new FlowEvent.CallMade(0, "Daily"), Turn(1), Ended(0, "null")];

        Assert.Equal(new FlowDecision.Again($"\"{Ten.AddDays(1):O}\""), FlowReplay.Decide(Daily, history));
    }

    // A call where the plan sleeps; another call; another id; more than the plan does; an action in a finished turn that nobody noted.
    public static TheoryData<FlowEvent[]> HistoriesOfOtherPlans => new(
        [Turn(0), new FlowEvent.Started("\"x\""), new FlowEvent.CallMade(0, "A")],
        [.. Sleeping, Turn(60), new FlowEvent.TimerFired(0), new FlowEvent.CallMade(1, "Old")],
        [.. Sleeping, new FlowEvent.TimerSet(1)],
        [.. CallingB, Turn(62), Ended(2, "null"), new FlowEvent.CallMade(3, "C")],
        [.. Begun, Turn(1)]);

    [Theory]
    [MemberData(nameof(HistoriesOfOtherPlans))]
    public void A_history_that_another_version_of_the_plan_made_is_broken_and_says_so(FlowEvent[] history)
    {
        var broken = Assert.IsType<FlowDecision.Broken>(FlowReplay.Decide(WaitAThenB, history));

        Assert.Contains("the plan was changed", broken.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_that_a_cut_turn_left_out_is_asked_for_again()
    {
        var decision = FlowReplay.Decide(WaitAThenB, [.. Begun, new FlowEvent.TurnCut(), Turn(0)]);

        Assert.Equal(new FlowDecision.Wait(new FlowAction.Timer(0, Ten.AddHours(1)), IsNew: true), decision);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("17")]
    [InlineData(null)]
    public void An_input_that_cannot_be_read_breaks_it_with_a_reason(string? input)
    {
        var decision = FlowReplay.Decide(Daily, [Turn(0), new FlowEvent.Started(input)]);

        Assert.Contains("cannot be read", Assert.IsType<FlowDecision.Broken>(decision).Reason, StringComparison.Ordinal);
    }

    private static FlowEvent.TurnStarted Turn(int minutes) => new(Ten.AddMinutes(minutes));

    private static FlowEvent.CallEnded Ended(int id, string result) => new(id, new CallEnd.Done(result));
}
