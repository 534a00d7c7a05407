using Patchbay.Outbox;

namespace Patchbay.Tests.Outbox;

/// <summary>Keeps what was sent, in order, without dropping repetitions; fails when told to.</summary>
public sealed class FakeQueue : IQueue
{
    private readonly Lock gate = new();
    private readonly List<(string Queue, QueueMessage Message)> sent = [];

    /// <summary>Called before each send; throws to play an unreachable queue, or acts to play what happens meanwhile.</summary>
    public Action? BeforeSend { get; set; }

    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (gate)
            {
                return [.. sent.Select(s => s.Message.Id)];
            }
        }
    }

    public IReadOnlyList<(string Queue, QueueMessage Message)> Sent
    {
        get
        {
            lock (gate)
            {
                return [.. sent];
            }
        }
    }

    public Task SendAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        BeforeSend?.Invoke();
        lock (gate)
        {
            sent.AddRange(messages.Select(m => (queue, m)));
        }

        return Task.CompletedTask;
    }
}
