namespace Patchbay.Hosting;

/// <summary>One call of a function that no HTTP caller waits for: a queue message, a timer tick, a step of an orchestration.</summary>
/// <param name="Function">The function's name: its folder, as written.</param>
/// <param name="Body">A message's exact bytes, an activity's input as JSON, an orchestration's turn; empty for a timer.</param>
/// <param name="DeliveryCount">How often the message was delivered, from 1. Informative: a host may leave it out.</param>
public sealed record Invocation(string Function, ReadOnlyMemory<byte> Body, int DeliveryCount);

/// <summary>A function that no HTTP caller waits for. It throws to have the message delivered again.</summary>
public delegate Task QueueFunction(Invocation invocation, CancellationToken cancellationToken);

/// <summary>A function that an orchestration calls, at least once. What it throws is told to the orchestration, which decides.</summary>
/// <returns>JSON text; small, because the orchestration keeps it.</returns>
public delegate Task<string> ActivityFunction(Invocation invocation, CancellationToken cancellationToken);
