namespace Patchbay.Outbox;

/// <summary>Sends messages; what was sent is delivered at least once, also after a crash.</summary>
public interface IQueue
{
    /// <summary>Sends messages to one queue. A message whose id was sent in the last ten minutes is dropped silently.</summary>
    /// <param name="queue">One of <see cref="Queues"/>.</param>
    Task SendAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken);
}

/// <summary>One message to be sent.</summary>
/// <param name="Id">Derived from content, so that a repeated send is recognised. At most 128 characters.</param>
/// <param name="SessionId">Messages of one session are handled one after the other; null outside sessions.</param>
/// <param name="Body">UTF-8 JSON, at most 200 KB.</param>
/// <param name="NotBefore">Delivered no earlier than this; null for at once.</param>
public sealed record QueueMessage(string Id, string? SessionId, ReadOnlyMemory<byte> Body, DateTimeOffset? NotBefore = null);
