using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Patchbay.Flows;
using Patchbay.Flows.Durable;
using Patchbay.Hosting;
using Patchbay.Outbox;
using Patchbay.Storage;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>What tests of the stand-alone host need: a clock, a queue in a file that can be opened again, hosts for functions.</summary>
public sealed class StandAloneBench : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TempFolder folder = new();

    public FakeTime Time { get; } = new();

    public static FunctionRegistry Evaluate(QueueFunction run) => new FunctionRegistry().OnQueue("EvaluatePolicy", Queues.Evaluations, run);

    public static QueueMessage Message(string text, string? session = null) => new(text, session, Encoding.UTF8.GetBytes(text));

    public static string Text(Invocation invocation) => Encoding.UTF8.GetString(invocation.Body.Span);

    public static async Task<string> NextAsync(Channel<string> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public static Task InTimeAsync(Task task) => task.WaitAsync(Patience);

    public LocalQueue Open() => new(new LocalQueueSettings { Path = folder.File("queue.db") }, Time);

    /// <summary>What a process killed now would leave: what the files hold.</summary>
    public void CopyFilesTo(TempFolder other)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            File.Copy(file, other.File(Path.GetFileName(file)));
        }
    }

    /// <summary>Flows as the program knows them, in this store.</summary>
    public LocalFlows Flows(IStore store) => new(store, [new Flow(RetryFlow.Name, RetryFlow.Plan)], Time, NullLogger<LocalFlows>.Instance);

    public StandAlone Host(LocalQueue queue, FunctionRegistry functions, StandAloneSettings? settings = null, LocalFlows? flows = null) => new(
        queue,
        flows ?? Flows(new MemoryStore()),
        functions,
        new Envelope(functions, new DurableAddress(), NullLogger<Envelope>.Instance),
        settings ?? new StandAloneSettings(),
        Time,
        NullLogger<StandAlone>.Instance);

    /// <summary>Advances the clock once something waits for exactly that.</summary>
    public async Task AdvanceAsync(TimeSpan wait)
    {
        await Time.UntilSomebodyWaitsForAsync(wait);
        Time.Advance(wait);
    }

    public void Dispose() => folder.Dispose();
}
