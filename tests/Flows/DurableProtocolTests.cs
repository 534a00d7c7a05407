using Patchbay.Flows;
using Patchbay.Flows.Durable;
using static Patchbay.Tests.Flows.Happened;
using static Patchbay.Tests.Flows.Plans;

namespace Patchbay.Tests.Flows;

/// <summary>The orchestrator's answers to what the Durable extension sends, byte by byte as documented.</summary>
public sealed class DurableProtocolTests
{
    private const long Completed = 1;
    private const long Failed = 3;
    private const long Terminated = 5;

    private readonly List<string> calls = [];

    public static TheoryData<string, PlayedHubOptions> Troubles => new()
    {
        { "on a good day", new PlayedHubOptions() },
        { "killed at every turn", new PlayedHubOptions(KillsEveryTurn: true) },
        { "answers come twice", new PlayedHubOptions(RepeatsAnswers: true) },
        { "timers are days late", new PlayedHubOptions(LatenessHours: 100) },
        { "unheard-of events", new PlayedHubOptions(Noise: "unheard") },
        { "events nobody waits for", new PlayedHubOptions(Noise: "raised") },
        { "all of it", new PlayedHubOptions(true, true, 7, "unheard") },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_flow_does_its_steps_once_each_and_ends(string day, PlayedHubOptions options)
    {
        var hub = Hub(Plans.WaitAThenB, options);

        await hub.RunAsync("WaitAThenB", "\"x\"");

        Assert.Equal(["A \"x\"", "B \"a\""], calls);
        Assert.True(hub.End == (Completed, null), $"{day}: it ended as {hub.End}, {hub.Failure}");
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task An_eternal_flow_starts_anew_with_an_empty_history(string day, PlayedHubOptions options)
    {
        var hub = Hub(Plans.Daily, options);

        await hub.RunAsync("Daily", $"\"{Ten.AddHours(8):O}\"", mostTurns: 40);

        Assert.True(hub.Runs >= 5 && hub.End is null, $"{day}: {hub.Runs} runs, {hub.Failure}");
        Assert.Equal(calls.Distinct(), calls);
        Assert.InRange(hub.History.Count, 0, 20);
    }

    [Fact]
    public async Task A_failed_activity_is_no_failed_flow()
    {
        var hub = new PlayedHub(r => Task.FromResult(DurableProtocol.Answer(Plans.WaitAThenB, r)), (activity, input) =>
        {
            calls.Add($"{activity} {input}");
            return Task.FromResult(activity == "A" ? null : new CallEnd.Done("1").ToJson());
        });

        await hub.RunAsync("WaitAThenB", "\"x\"");

        Assert.Equal(["A \"x\"", "B \"A failed\""], calls);
        Assert.Equal((Completed, null), hub.End);
    }

    [Fact]
    public async Task A_plan_that_changed_under_a_running_instance_fails_it_with_a_reason()
    {
        var turns = 0;
        var hub = new PlayedHub(
            request => Task.FromResult(DurableProtocol.Answer(++turns < 3 ? Plans.WaitAThenB : Plans.Daily, request)),
            (_, _) => Task.FromResult<string?>(new CallEnd.Done("1").ToJson()));

        await hub.RunAsync("WaitAThenB", $"\"{Ten.AddHours(1):O}\"");

        Assert.Equal(Failed, hub.End?.Status);
        Assert.Contains("the plan was changed", hub.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_that_brought_nothing_is_answered_with_nothing()
    {
        byte[][] past = [OrchestratorStarted(Ten), ExecutionStarted(Ten, "WaitAThenB", "\"x\"", "i"), TimerCreated(Ten, 0, Ten.AddHours(1))];

        Assert.Empty(Actions(past, [OrchestratorStarted(Ten.AddMinutes(3))]));
    }

    [Fact]
    public void A_cut_turn_asks_again_for_what_was_left_out()
    {
        byte[][] past = [OrchestratorStarted(Ten), ExecutionStarted(Ten, "WaitAThenB", "\"x\"", "i"), TimerCreated(Ten, -100, Ten)];

        var action = Assert.Single(Actions(past, [OrchestratorStarted(Ten)]));

        Assert.Equal((0, Ten.AddHours(1)), (action.NumberOf(1), action.Inside(4).TimeOf(1)));
    }

    [Fact]
    public void Suspended_it_waits_and_resumed_it_goes_on()
    {
        byte[][] past = [OrchestratorStarted(Ten), ExecutionStarted(Ten, "WaitAThenB", "\"x\"", "i"), TimerCreated(Ten, 0, Ten.AddHours(1)), Suspended(Ten)];
        byte[][] fired = [OrchestratorStarted(Ten.AddHours(1)), TimerFired(Ten.AddHours(1), 0, Ten.AddHours(1))];
        byte[][] resumed = [OrchestratorStarted(Ten.AddHours(2)), Resumed(Ten.AddHours(2))];

        Assert.Empty(Actions(past, fired));
        Assert.Equal("A", Assert.Single(Actions([.. past, .. fired], resumed)).Inside(2).TextOf(1));
    }

    [Fact]
    public void A_termination_is_confirmed_with_its_reason()
    {
        byte[][] past = [OrchestratorStarted(Ten), ExecutionStarted(Ten, "WaitAThenB", "\"x\"", "i"), TimerCreated(Ten, 0, Ten.AddHours(1))];

        var action = Assert.Single(Actions(past, [OrchestratorStarted(Ten), Happened.Terminated(Ten, "\"enough\"")]));

        Assert.Equal((1, Terminated, "\"enough\""), (action.NumberOf(1), action.Inside(6).NumberOf(1), action.Inside(6).Inside(2).TextOf(1)));
    }

    [Fact]
    public void A_failure_is_final_and_alone_and_says_why()
    {
        byte[][] past = [OrchestratorStarted(Ten), ExecutionStarted(Ten, "WaitAThenB", "\"x\"", "i"), TaskScheduled(Ten, 0, "Old \"é", null)];

        var end = Assert.Single(Actions(past, [OrchestratorStarted(Ten)])).Inside(6);

        Assert.Equal((Failed, 1), (end.NumberOf(1), end.Inside(6).NumberOf(5)));
        Assert.Contains("called Old \"é", end.Inside(6).TextOf(2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/w==")]
    [InlineData("GhRub3QgYSBtZXNzYWdl")]
    public void Whatever_comes_is_answered(string request)
    {
        var answer = Wire.Read(DurableProtocol.Answer(Plans.WaitAThenB, Convert.FromBase64String(request)));

        Assert.True(request.Length == 0 || answer.Inside(2).Inside(6).NumberOf(1) == Failed);
    }

    private static List<ILookup<int, object>> Actions(byte[][] past, byte[][] recent) =>
        [.. Wire.Read(DurableProtocol.Answer(Plans.WaitAThenB, Request("i", past, recent)))[2].Select(a => Wire.Read((byte[])a))];

    private PlayedHub Hub(FlowPlan plan, PlayedHubOptions options) => options.Make(
        request => Task.FromResult(DurableProtocol.Answer(plan, request)),
        (activity, input) =>
        {
            calls.Add($"{activity} {input}");
            return Task.FromResult<string?>(new CallEnd.Done($"\"{activity.ToLowerInvariant()}\"").ToJson());
        });
}

/// <summary>What goes wrong around an instance.</summary>
public sealed record PlayedHubOptions(bool KillsEveryTurn = false, bool RepeatsAnswers = false, int LatenessHours = 0, string? Noise = null)
{
    public PlayedHub Make(Func<byte[], Task<byte[]>> askAsync, Func<string, string?, Task<string?>> callAsync) => new(askAsync, callAsync)
    {
        KillsEveryTurn = KillsEveryTurn,
        RepeatsAnswers = RepeatsAnswers,
        Lateness = TimeSpan.FromHours(LatenessHours),
        Noise = Noise switch
        {
            "unheard" => Unheard,
            "raised" => at => EventRaised(at, "hello"),
            _ => null,
        },
    };
}
