namespace Patchbay.Outbox;

/// <summary>Sends messages; what was sent is delivered at least once, also after a crash.</summary>
public interface IQueue
{
    /// <summary>Sends messages to one queue. A message whose id was sent in the last ten minutes is dropped silently.</summary>
    /// <param name="queue">One of <see cref="Queues"/>.</param>
    /// <exception cref="ArgumentException">No such queue, or a session is missing where the queue has them, or the reverse.</exception>
    Task SendAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken);
}

/// <summary>One message to be sent.</summary>
/// <param name="Id">Derived from content, so that a repeated send is recognised. 1 to 128 characters.</param>
/// <param name="SessionId">Messages of one session are handled one after the other; null outside sessions. 1 to 128 characters.</param>
/// <param name="Body">UTF-8 JSON, at most 200 KiB.</param>
/// <param name="NotBefore">Delivered no earlier than this; null for at once.</param>
/// <exception cref="ArgumentException">A limit is broken: Service Bus would refuse the message, and its outbox row would stay for ever.</exception>
public sealed record QueueMessage(string Id, string? SessionId, ReadOnlyMemory<byte> Body, DateTimeOffset? NotBefore = null)
{
    /// <summary>Longest id and session, in characters. Source: Service Bus quotas.</summary>
    public const int IdCharacters = 128;

    /// <summary>Largest body, in bytes: a message of the Standard tier has 256 KB, its properties included.</summary>
    public const int BodyBytes = 200 * 1024;

    /// <inheritdoc cref="QueueMessage" path="/param[@name='Id']"/>
    public string Id { get; } = Id.Length is >= 1 and <= IdCharacters
        ? Id
        : throw new ArgumentException($"A message id has 1 to {IdCharacters} characters, not {Id.Length}.", nameof(Id));

    /// <inheritdoc cref="QueueMessage" path="/param[@name='SessionId']"/>
    public string? SessionId { get; } = SessionId is null or { Length: >= 1 and <= IdCharacters }
        ? SessionId
        : throw new ArgumentException($"A session has 1 to {IdCharacters} characters, not {SessionId.Length}.", nameof(SessionId));

    /// <inheritdoc cref="QueueMessage" path="/param[@name='Body']"/>
    public ReadOnlyMemory<byte> Body { get; } = Body.Length <= BodyBytes
        ? Body
        : throw new ArgumentException($"A message's body has at most {BodyBytes} bytes, not {Body.Length}.", nameof(Body));
}
