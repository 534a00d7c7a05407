using Patchbay.Outbox;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using Box = Patchbay.Outbox.Outbox;

namespace Patchbay.Tests.Outbox;

/// <summary>An outbox over a store and a queue in memory, and a way to act in the middle of its commits.</summary>
public sealed class OutboxBench
{
    public const string Partition = "findings:web:0";
    public const string Register = "outbox";

    public OutboxBench() => Outbox = NewProcess();

    public FakeTime Time { get; } = new();

    public MemoryStore Store { get; } = new();

    public FakeQueue Queue { get; } = new();

    public Box Outbox { get; }

    public static OutboxMessage Message(string id) => new(Queues.Evaluations, new QueueMessage(id, null, "{}"u8.ToArray()));

    /// <summary>One that remembers nothing.</summary>
    public Box NewProcess() => new(Store, Queue, Time);

    public async Task CommitAsync(params OutboxMessage[] messages) =>
        Assert.True(await Store.CommitAsync(Partition, [.. messages.Select(m => m.ToRow())], default));

    public async Task<List<Row>> RowsAsync(string partition = Partition, string prefix = OutboxMessage.KeyPrefix)
    {
        var rows = new List<Row>();
        await foreach (var row in Store.ListAsync(partition, prefix, null, default))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Acts right before the next commit into a partition: what another process does in between.</summary>
    public void OnceBeforeCommit(string partition, Func<Task> act) => Store.BeforeCommit = (into, _) =>
    {
        if (into == partition)
        {
            Store.BeforeCommit = null;
            act().GetAwaiter().GetResult();
        }
    };
}
