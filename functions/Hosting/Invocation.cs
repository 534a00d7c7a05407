namespace Patchbay.Hosting;

/// <summary>One call of a function that no HTTP caller waits for: a queue message or a timer tick.</summary>
/// <param name="Function">The function's name: its folder, as written.</param>
/// <param name="Body">The message's exact bytes; empty for a timer.</param>
/// <param name="DeliveryCount">How often the message was delivered, from 1. Informative: a host may leave it out.</param>
public sealed record Invocation(string Function, ReadOnlyMemory<byte> Body, int DeliveryCount);

/// <summary>A function that no HTTP caller waits for. It throws to have the message delivered again.</summary>
public delegate Task QueueFunction(Invocation invocation, CancellationToken cancellationToken);
