using Patchbay.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Outbox;

/// <summary>A stand-alone queue in memory on a clock of its own, and what its tests do again and again.</summary>
public sealed class QueueInMemory : IDisposable
{
    private static readonly byte[] Body = "{}"u8.ToArray();

    public QueueInMemory() => Queue = new LocalQueue(new LocalQueueSettings { Path = ":memory:" }, Time);

    public FakeTime Time { get; } = new();

    public LocalQueue Queue { get; }

    public static QueueMessage Free(string id) => new(id, null, Body);

    public static QueueMessage InSession(string id, string session) => new(id, session, Body);

    public async Task<List<string>> DrainAsync(string name)
    {
        var ids = new List<string>();
        while (await Queue.TryReceiveAsync(name, default) is { } delivery)
        {
            ids.Add(delivery.Id);
            await Queue.CompleteAsync(delivery, default);
        }

        return ids;
    }

    public async Task FailAsync(string name, int times)
    {
        for (var i = 1; i <= times; i++)
        {
            var delivery = await Queue.TryReceiveAsync(name, default);
            await Queue.AbandonAsync(delivery!, $"failure {i}", default);
            if (i < times)
            {
                Time.Advance(LocalQueue.WaitAfter(i));
            }
        }
    }

    public void Dispose() => Queue.Dispose();
}
