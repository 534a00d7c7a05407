using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Patchbay.Storage.Tables;

/// <summary>Changes as Table Storage takes them: one as a plain request, several as parts of a batch.</summary>
/// <remarks>Source: Table service REST API, "Performing entity group transactions".</remarks>
internal static class TableBatch
{
    public static string MediaType(Guid commit) => $"multipart/mixed; boundary=batch_{commit}";

    /// <summary>One batch with one changeset of all changes.</summary>
    public static ReadOnlyMemory<byte> Write(TableAddress address, string partition, IReadOnlyList<Change> changes, Guid commit)
    {
        var batch = new ArrayBufferWriter<byte>((changes.Sum(c => StoreLimits.BodyOf(c).Length) * 4 / 3) + (changes.Count * 1_500) + 500);
        Write(batch, $"--batch_{commit}\r\nContent-Type: multipart/mixed; boundary=changeset_{commit}\r\n\r\n");
        foreach (var change in changes)
        {
            Write(
                batch,
                $"--changeset_{commit}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + $"{Method(change)} {AddressOf(address, partition, change).AbsoluteUri} HTTP/1.1\r\n");
            foreach (var (name, value) in Headers(change))
            {
                Write(batch, $"{name}: {value}\r\n");
            }

            Write(batch, "\r\n");
            WriteBody(batch, partition, change, commit);
            Write(batch, "\r\n");
        }

        Write(batch, $"--changeset_{commit}--\r\n--batch_{commit}--\r\n");
        return batch.WrittenMemory;
    }

    /// <summary>The entity a change writes; nothing for a removal.</summary>
    public static void WriteBody(IBufferWriter<byte> into, string partition, Change change, Guid commit)
    {
        if (change is not Change.Remove)
        {
            using var json = new Utf8JsonWriter(into);
            TableEntity.Write(json, partition, change, commit);
        }
    }

    public static string Method(Change change) => change switch
    {
        Change.Add => "POST",
        Change.Remove => "DELETE",
        _ => "PUT",
    };

    public static Uri AddressOf(TableAddress address, string partition, Change change) =>
        change is Change.Add ? address.Entities : address.Entity(partition, change.Key);

    public static IEnumerable<(string Name, string Value)> Headers(Change change)
    {
        yield return ("Accept", "application/json;odata=minimalmetadata");
        yield return ("DataServiceVersion", "3.0");
        yield return ("Prefer", "return-no-content");
        if (VersionOf(change) is { } version)
        {
            yield return ("If-Match", version);
        }

        if (change is not Change.Remove)
        {
            yield return ("Content-Type", "application/json");
        }
    }

    /// <summary>The version a change must find; null when it needs none.</summary>
    public static string? VersionOf(Change change) => change switch
    {
        Change.Replace replace => replace.Version,
        Change.Remove remove => remove.Version,
        _ => null,
    };

    private static void Write(IBufferWriter<byte> into, string text) => Encoding.ASCII.GetBytes(text, into);
}
