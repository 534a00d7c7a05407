using System.Globalization;
using System.Text.Json;

namespace Patchbay.Storage.Tables;

/// <summary>A row as Table Storage has it: the body in binary properties b0, b1, ... of 64 KiB, and which commit wrote it.</summary>
/// <param name="Commit">The commit's own name: how a repeated request finds that its first sending had arrived.</param>
internal sealed record TableEntity(Row Row, Guid Commit)
{
    private const int ChunkBytes = 64 * 1024;

    public static void Write(Utf8JsonWriter json, string partition, Change change, Guid commit)
    {
        json.WriteStartObject();
        json.WriteString("PartitionKey", partition);
        json.WriteString("RowKey", change.Key);
        json.WriteString("commit@odata.type", "Edm.Guid");
        json.WriteString("commit", commit);
        var body = StoreLimits.BodyOf(change).Span;
        for (var n = 0; n * ChunkBytes < body.Length; n++)
        {
            var name = "b" + n.ToString(CultureInfo.InvariantCulture);
            var rest = body[(n * ChunkBytes)..];
            json.WriteString(name + "@odata.type", "Edm.Binary");
            json.WriteBase64String(name, rest[..Math.Min(rest.Length, ChunkBytes)]);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the answer to a query.</summary>
    public static List<TableEntity> ReadAll(ReadOnlySpan<byte> answer, string partition)
    {
        var json = new Utf8JsonReader(answer);
        var rows = new List<TableEntity>();
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value");
            json.Read();
            if (!isValue)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                rows.Add(ReadObject(ref json, partition));
            }
        }

        return rows;
    }

    /// <summary>Reads the answer to a request for one entity.</summary>
    public static TableEntity Read(ReadOnlySpan<byte> answer, string partition)
    {
        var json = new Utf8JsonReader(answer);
        json.Read();
        return ReadObject(ref json, partition);
    }

    private static TableEntity ReadObject(ref Utf8JsonReader json, string partition)
    {
        string? key = null, version = null;
        Guid commit = default;
        var chunks = new SortedList<int, byte[]>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "RowKey":
                    key = json.GetString();
                    break;
                case "odata.etag":
                    version = json.GetString();
                    break;
                case "commit":
                    commit = json.GetGuid();
                    break;
                case ['b', .. var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place):
                    chunks.Add(place, json.GetBytesFromBase64());
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        if (key is null || version is null)
        {
            throw new JsonException("Table Storage answered an entity without its key or its ETag.");
        }

        return new TableEntity(new Row(partition, key, version, Join(chunks.Values)), commit);
    }

    private static byte[] Join(IList<byte[]> chunks)
    {
        if (chunks.Count == 1)
        {
            return chunks[0];
        }

        var body = new byte[chunks.Sum(c => c.Length)];
        var place = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(body, place);
            place += chunk.Length;
        }

        return body;
    }
}
