using static Patchbay.Tests.Flows.Happened;

namespace Patchbay.Tests.Flows;

/// <summary>Plays the Durable extension for one instance: keeps its history, asks the handler for each turn, does what it answers.</summary>
/// <param name="askAsync">Sends an OrchestratorRequest, gives the OrchestratorResponse.</param>
/// <param name="callAsync">Calls an activity with its input; gives its result, or null for a failure.</param>
public sealed class PlayedHub(Func<byte[], Task<byte[]>> askAsync, Func<string, string?, Task<string?>> callAsync)
{
    private const string Instance = "retry-1";

    private readonly List<byte[]> past = [];
    private readonly Queue<(int Run, Func<byte[]> Happened)> messages = new();
    private List<byte[]> first = [];
    private (int Id, DateTimeOffset At)? timer;
    private int run;

    public DateTimeOffset Now { get; set; } = Plans.Ten;

    /// <summary>Every turn is asked for twice more, as after kills between answer and commit; the answers must be the same.</summary>
    public bool KillsEveryTurn { get; init; }

    /// <summary>Every answer to an action comes twice, the second time in a turn of its own.</summary>
    public bool RepeatsAnswers { get; init; }

    /// <summary>How much later than asked timers fire.</summary>
    public TimeSpan Lateness { get; init; }

    /// <summary>Put into the history at every turn.</summary>
    public Func<DateTimeOffset, byte[]>? Noise { get; init; }

    /// <summary>How the instance ended: its status and its result; null while it runs.</summary>
    public (long Status, string? Result)? End { get; private set; }

    /// <summary>What failed it, for a person.</summary>
    public string? Failure { get; private set; }

    public int Runs => run + 1;

    public int Turns { get; private set; }

    public IReadOnlyList<byte[]> History => past;

    /// <summary>Runs the instance until it ends, or had so many turns.</summary>
    public async Task RunAsync(string name, string? input, int mostTurns = 100)
    {
        Begin(name, input);
        while (End is null && Turns < mostTurns)
        {
            if (first.Count == 0 && messages.Count == 0)
            {
                Fire();
            }

            await TurnAsync(name);
        }
    }

    private void Begin(string name, string? input) => first = [OrchestratorStarted(Now), ExecutionStarted(Now, name, input, Instance)];

    private void Fire()
    {
        var (id, at) = timer ?? throw new InvalidOperationException("The instance waits for nothing.");
        Now = (at > Now ? at : Now) + Lateness;
        timer = null;
        Post(() => TimerFired(Now, id, at));
    }

    private void Post(Func<byte[]> happened)
    {
        messages.Enqueue((run, happened));
        if (RepeatsAnswers)
        {
            messages.Enqueue((run, happened));
        }
    }

    private async Task TurnAsync(string name)
    {
        Turns++;
        List<byte[]> recent = [.. first];
        if (recent.Count == 0)
        {
            var (ofRun, happened) = messages.Dequeue();
            if (ofRun != run)
            {
                // As the real back ends do with messages of an earlier run.
                return;
            }

            recent = [OrchestratorStarted(Now), happened()];
        }

        first = [];
        recent.AddRange(Noise is null ? [] : [Noise(Now)]);
        var answer = await askAsync(Request(Instance, past, recent));
        for (var kill = 0; KillsEveryTurn && kill < 2; kill++)
        {
            Assert.Equal(answer, await askAsync(Request(Instance, past, recent)));
        }

        past.AddRange(recent);
        await DoAsync(Wire.Read(answer)[2].Select(a => Wire.Read((byte[])a)).ToList(), name);
    }

    private async Task DoAsync(List<ILookup<int, object>> actions, string name)
    {
        foreach (var action in actions)
        {
            var id = (int)action.NumberOf(1);
            if (action.Contains(4))
            {
                timer = (id, action.Inside(4).TimeOf(1));
                past.Add(TimerCreated(Now, id, timer.Value.At));
            }
            else if (action.Contains(2))
            {
                await CallAsync(id, action.Inside(2));
            }
            else
            {
                Finish(action.Inside(6), name);
                return;
            }
        }

        past.Add(OrchestratorCompleted(Now));
    }

    private async Task CallAsync(int id, ILookup<int, object> call)
    {
        var input = call.Inside(3).TextOf(1);
        past.Add(TaskScheduled(Now, id, call.TextOf(1)!, input));
        var result = await callAsync(call.TextOf(1)!, input);
        Now += TimeSpan.FromSeconds(1);
        Post(() => result is null ? TaskFailed(Now, id, "Response status code does not indicate success: 500") : TaskCompleted(Now, id, result));
    }

    private void Finish(ILookup<int, object> end, string name)
    {
        var result = end.Inside(2).TextOf(1);
        if (end.NumberOf(1) != 2)
        {
            End = (end.NumberOf(1), result);
            Failure = end.Inside(6).TextOf(2);
            return;
        }

        // The trap: the next run's first turn holds its end before its actions are recorded, and all of it as new.
        run++;
        past.Clear();
        timer = null;
        Begin(name, result);
        first.Add(OrchestratorCompleted(Now));
    }
}
