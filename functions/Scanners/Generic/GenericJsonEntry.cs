using System.Text.Json;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Generic;

/// <summary>Reads entries in JSON.</summary>
internal static class GenericJsonEntry
{
    private static readonly GenericMembers<JsonCursor> Known = new(ReadEndpoints);

    /// <summary>The members of an entry.</summary>
    public static JsonMembers<GenericEntry> Members { get; } = Table();

    private static JsonMembers<GenericEntry> Table()
    {
        var table = new JsonMembers<GenericEntry> { Others = ReadUnknown };
        foreach (var (name, read) in Known.All)
        {
            table[name] = read;
        }

        return table;
    }

    private static void ReadUnknown(ref JsonCursor cursor, GenericEntry entry) =>
        entry.AddUnknown(cursor.Member());

    private static void ReadEndpoints(ref JsonCursor cursor, GenericEntry entry)
    {
        if (!cursor.IsNext(JsonTokenType.StartArray))
        {
            ReadEndpoint(ref cursor, entry);
        }
        else if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                ReadEndpoint(ref cursor, entry);
            }
        }
    }

    private static void ReadEndpoint(ref JsonCursor cursor, GenericEntry entry)
    {
        if (cursor.IsNext(JsonTokenType.StartObject))
        {
            var endpoint = new GenericEndpoint();
            GenericEndpoint.Members.Read(ref cursor, endpoint);
            entry.AddEndpoint(endpoint.Place());
        }
        else
        {
            entry.AddEndpoint(cursor.Name());
        }
    }
}
