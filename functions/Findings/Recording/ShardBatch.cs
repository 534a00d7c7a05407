using System.Buffers;
using System.Text.Json;
using Patchbay.Storage;

namespace Patchbay.Findings.Recording;

/// <summary>Collects rows of one partition until a commit is full. Its rows share one buffer, so it is used by one thread, batch after batch.</summary>
internal sealed class ShardBatch : IDisposable
{
    // A row of any size must still fit beside the others.
    private const int FullBytes = StoreLimits.CommitBytes - StoreLimits.BodyBytes - (64 * 1024);

    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);
    private readonly Utf8JsonWriter json;
    private readonly List<Change> changes = new(StoreLimits.Changes);
    private int bytes;

    public ShardBatch() => json = FindingJson.Writer(buffer);

    /// <summary>Whether it must be committed before more goes in: a finding with its history, and in the end the outbox's row.</summary>
    public bool IsFull => changes.Count > StoreLimits.Changes - 3 || bytes >= FullBytes;

    /// <summary>Adds a new finding's row.</summary>
    public void Add(FindingRecord record, ReadOnlySpan<byte> finding)
    {
        changes.Add(new Change.Add(FindingBook.KeyPrefix + record.Key, Write(record, finding)));
    }

    /// <summary>Adds another state of a stored finding, which now says something else.</summary>
    public void Replace(StoredFinding was, FindingRecord record, ReadOnlySpan<byte> finding)
    {
        changes.Add(new Change.Replace(FindingBook.KeyPrefix + record.Key, was.Version, Write(record, finding)));
    }

    /// <summary>Adds another state of a stored finding.</summary>
    public void Replace(StoredFinding was, FindingRecord record)
    {
        var change = was.Become(record);
        bytes += StoreLimits.BodyOf(change).Length;
        changes.Add(change);
    }

    /// <summary>Adds what a stored finding's history is to hold of a change; nothing for null.</summary>
    public void Note(Change? audit)
    {
        if (audit is not null)
        {
            bytes += StoreLimits.BodyOf(audit).Length;
            changes.Add(audit);
        }
    }

    /// <summary>The changes with the outbox row among them.</summary>
    public IReadOnlyList<Change> With(Change outboxRow) => [.. changes, outboxRow];

    /// <summary>Begins anew; what <see cref="With"/> gave must not be used any more.</summary>
    public void Clear()
    {
        changes.Clear();
        buffer.ResetWrittenCount();
        bytes = 0;
    }

    public void Dispose() => json.Dispose();

    private ReadOnlyMemory<byte> Write(FindingRecord record, ReadOnlySpan<byte> finding)
    {
        var start = buffer.WrittenCount;
        json.Reset();
        FindingJson.Write(json, record, finding);
        json.Flush();
        bytes += buffer.WrittenCount - start;
        return buffer.WrittenMemory[start..];
    }
}
