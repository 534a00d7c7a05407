using System.Globalization;
using Patchbay.Outbox;
using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>The message that has the policies look at a partition, committed with every part of a scan that is written there.</summary>
/// <remarks>
/// One row for scan and partition: each commit replaces the wish of the one before. Only the last names the scan, so that seeing the
/// others, which a sweep may send early, is not taken for having seen all. Each has an id of its own, because the queue drops what it
/// was sent before, and a repeated run must be able to ask again.
/// </remarks>
internal sealed class EvaluationWish(Scan scan, int shard)
{
    private readonly string run = Guid.NewGuid().ToString("n");
    private int count;

    /// <summary>The row for the next commit.</summary>
    public Change Next(bool isLast)
    {
        var slot = string.Create(CultureInfo.InvariantCulture, $"{scan.Id}:{shard:x1}");
        var id = string.Create(CultureInfo.InvariantCulture, $"{slot}:{run}:{count++}");
        var body = StoredJson.Write(new Work(scan.Asset, isLast ? scan.Id : null, shard));
        return new OutboxMessage(Queues.Evaluations, new QueueMessage(id, null, body)).ToRow(slot);
    }

    // What the queue's consumer reads; see EvaluationWork.
    private sealed record Work(string Asset, string? Scan, int Shard);
}
