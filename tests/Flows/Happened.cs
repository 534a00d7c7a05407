namespace Patchbay.Tests.Flows;

/// <summary>Events of a Durable history as the host sends them. Source of the numbers: the public orchestrator_service.proto.</summary>
public static class Happened
{
    public static byte[] OrchestratorStarted(DateTimeOffset at) => Event(-1, at, 14, []);

    public static byte[] OrchestratorCompleted(DateTimeOffset at) => Event(-1, at, 15, []);

    public static byte[] ExecutionStarted(DateTimeOffset at, string name, string? input, string instance) => Event(-1, at, 3, Wire.Message(
        (1, name), (2, Wire.Text("")), (3, Wire.Text(input)), (4, Wire.Message((1, instance), (2, Wire.Text($"{Guid.NewGuid():N}"))))));

    public static byte[] TaskScheduled(DateTimeOffset at, int id, string name, string? input) =>
        Event(id, at, 6, Wire.Message((1, name), (3, Wire.Text(input))));

    public static byte[] TaskCompleted(DateTimeOffset at, int id, string? result) => Event(-1, at, 7, Wire.Message((1, id), (2, Wire.Text(result))));

    public static byte[] TaskFailed(DateTimeOffset at, int id, string reason) =>
        Event(-1, at, 8, Wire.Message((1, id), (2, Wire.Message((1, "System.Exception"), (2, reason), (3, Wire.Text("at X"))))));

    public static byte[] TimerCreated(DateTimeOffset at, int id, DateTimeOffset fireAt) => Event(id, at, 12, Wire.Message((1, Wire.Time(fireAt))));

    public static byte[] TimerFired(DateTimeOffset at, int id, DateTimeOffset fireAt) =>
        Event(-1, at, 13, Wire.Message((1, Wire.Time(fireAt)), (2, id)));

    public static byte[] EventRaised(DateTimeOffset at, string name) => Event(-1, at, 17, Wire.Message((1, name), (2, Wire.Text("1"))));

    public static byte[] Terminated(DateTimeOffset at, string reason) => Event(-1, at, 5, Wire.Message((1, Wire.Text(reason))));

    public static byte[] Suspended(DateTimeOffset at) => Event(-1, at, 21, Wire.Message((1, Wire.Text("wait"))));

    public static byte[] Resumed(DateTimeOffset at) => Event(-1, at, 22, Wire.Message((1, Wire.Text("go"))));

    /// <summary>A kind of event that no version of Patchbay has heard of.</summary>
    public static byte[] Unheard(DateTimeOffset at) => Event(-1, at, 77, Wire.Message((1, "news"), (9, 4)));

    /// <summary>What the extension sends; also fields that Patchbay has no use for.</summary>
    public static byte[] Request(string instance, IEnumerable<byte[]> past, IEnumerable<byte[]> recent) => Wire.Message(
        [(1, instance), .. past.Select(e => (3, (object?)e)), .. recent.Select(e => (4, (object?)e)), (5, Wire.Message((1, Wire.Message((1, 1800)))))]);

    // Numbers that are 0 are left out on this wire.
    private static byte[] Event(int id, DateTimeOffset at, int kind, byte[] what) =>
        Wire.Message((1, id == 0 ? null : id), (2, Wire.Time(at)), (kind, what));
}
