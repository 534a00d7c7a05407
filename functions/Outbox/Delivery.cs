namespace Patchbay.Outbox;

/// <summary>A message in the hands of one worker, until it is completed, abandoned or its lock runs out.</summary>
/// <param name="Sequence">The message's place in the file; with <paramref name="Count"/> it names this delivery.</param>
/// <param name="Count">How often the message was delivered, this time included.</param>
public sealed record Delivery(string Queue, long Sequence, int Count, string Id, string? SessionId, ReadOnlyMemory<byte> Body);

/// <summary>A message that failed too often, kept until a person replays it.</summary>
/// <param name="Reason">Why the last delivery failed, for a person.</param>
public sealed record DeadLetter(
    string Queue, long Sequence, string Id, string? SessionId, ReadOnlyMemory<byte> Body, DateTimeOffset DiedAt, string Reason);
