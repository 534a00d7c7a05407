using System.Security.Cryptography;
using System.Text;
using Patchbay.Storage;

namespace Patchbay.Outbox;

/// <summary>A message that is committed with the state that caused it, and sent afterwards.</summary>
/// <param name="Queue">One of <see cref="Queues"/>.</param>
/// <exception cref="ArgumentException">The queue would refuse the message.</exception>
public sealed record OutboxMessage(string Queue, QueueMessage Message)
{
    /// <summary>What the row keys of an outbox begin with; no other row of a partition may begin so.</summary>
    public const string KeyPrefix = "o:";

    /// <inheritdoc cref="OutboxMessage" path="/param[@name='Queue']"/>
    public string Queue { get; } = Fits(Queue, Message)
        ? Queue
        : throw new ArgumentException($"The queue {Queue} does not take message {Message.Id}.", nameof(Queue));

    /// <summary>The key of the row: the same for the same queue and id, so that a wish repeated before it was sent is one row.</summary>
    public string Key() => KeyPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Queue}\n{Message.Id}")));

    /// <summary>The change to commit with the state.</summary>
    public Change ToRow() => new Change.Put(Key(), StoredJson.Write(this));

    /// <summary>The change to commit with the state, in a place of the caller's own: what was wished there before and not yet sent is replaced.</summary>
    /// <remarks>Such a row is sent by <see cref="Outbox.SweepAsync"/>. Each wish needs an id of its own, or the queue drops it as a repetition.</remarks>
    /// <param name="slot">Fit for a row key; names one row of the partition.</param>
    public Change ToRow(string slot) => new Change.Put(KeyPrefix + slot, StoredJson.Write(this));

    /// <summary>Reads a row of an outbox.</summary>
    public static OutboxMessage Of(Row row) => StoredJson.Read<OutboxMessage>(row.Body);

    private static bool Fits(string queue, QueueMessage message)
    {
        Queues.Check(queue, [message]);
        return true;
    }
}
