using Patchbay.Flows;
using Patchbay.Outbox;

namespace Patchbay.Hosting;

/// <summary>The functions that no HTTP caller waits for, by name. Filled at start, read afterwards.</summary>
public sealed class FunctionRegistry
{
    private readonly Dictionary<string, RegisteredFunction> functions = new(StringComparer.Ordinal);

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyCollection<RegisteredFunction> All => functions.Values;

    /// <summary>Has a function called for each message of a queue.</summary>
    /// <param name="name">Its folder, as written; it is a path of the handler's address.</param>
    /// <param name="queue">One of <see cref="Queues"/>; no other function may listen on it.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken or unfit, or the queue is unknown or has a listener.</exception>
    public FunctionRegistry OnQueue(string name, string queue, QueueFunction run)
    {
        if (functions.Values.OfType<RegisteredFunction.OnQueue>().FirstOrDefault(f => f.Queue == queue) is { } other)
        {
            throw new ArgumentException($"{other.Name} listens on {queue} already.", nameof(queue));
        }

        return Add(new RegisteredFunction.OnQueue(name, queue, Queues.HasSessions(queue), run));
    }

    /// <summary>Has a function called at each tick of a timer.</summary>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken or unfit.</exception>
    public FunctionRegistry OnTimer(string name, TimerSchedule schedule, QueueFunction run) =>
        Add(new RegisteredFunction.OnTimer(name, schedule, run));

    /// <summary>Has an orchestration's plan followed; the activities it calls are functions of their own.</summary>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken or unfit.</exception>
    public FunctionRegistry OnFlow(Flow flow) => Add(new RegisteredFunction.OnFlow(flow.Name, flow.Plan));

    /// <summary>Has a function called when an orchestration asks for it.</summary>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The name is taken or unfit.</exception>
    public FunctionRegistry OnActivity(string name, ActivityFunction run) => Add(new RegisteredFunction.OnActivity(name, run));

    /// <summary>Finds a function; null when there is none of that name.</summary>
    public RegisteredFunction? Find(string name) => functions.GetValueOrDefault(name);

    private FunctionRegistry Add(RegisteredFunction function)
    {
        if (function.Name.Length == 0 || !function.Name.All(char.IsAsciiLetterOrDigit) || !functions.TryAdd(function.Name, function))
        {
            throw new ArgumentException($"\"{function.Name}\" is taken, or not made of letters and digits.", nameof(function));
        }

        return this;
    }
}

/// <summary>A function and what calls it.</summary>
/// <param name="Name">Its folder, as written.</param>
public abstract record RegisteredFunction(string Name)
{
    /// <summary>Called for each message of a queue.</summary>
    /// <param name="HasSessions">Whether messages of one session come one after the other.</param>
    public sealed record OnQueue(string Name, string Queue, bool HasSessions, QueueFunction Run) : RegisteredFunction(Name);

    /// <summary>Called at each tick of a timer.</summary>
    public sealed record OnTimer(string Name, TimerSchedule Schedule, QueueFunction Run) : RegisteredFunction(Name);

    /// <summary>An orchestration: asked at each turn of an instance what is to be done next.</summary>
    public sealed record OnFlow(string Name, FlowPlan Plan) : RegisteredFunction(Name);

    /// <summary>Called by an orchestration.</summary>
    public sealed record OnActivity(string Name, ActivityFunction Run) : RegisteredFunction(Name);
}
