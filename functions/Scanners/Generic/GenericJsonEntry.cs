using System.Text.Json;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Generic;

/// <summary>Reads entries in JSON.</summary>
internal static class GenericJsonEntry
{
    private static readonly GenericMembers<JsonCursor> Known = new(ReadEndpoints);

    /// <summary>The members of an entry.</summary>
    public static JsonMembers<GenericEntry> Members { get; } = Table(static _ => true, ReadUnknown);

    /// <summary>Only the members that tell which entry it is and how it stands.</summary>
    public static JsonMembers<GenericEntry> KeyMembers { get; } = Table(Known.IsKey, null);

    /// <summary>Only the members that tell how it stands.</summary>
    public static JsonMembers<GenericEntry> StateMembers { get; } = Table(Known.IsState, null);

    private static JsonMembers<GenericEntry> Table(Func<string, bool> isWanted, ReadMember<JsonCursor, GenericEntry>? others)
    {
        var table = new JsonMembers<GenericEntry> { Others = others };
        foreach (var (name, read) in Known.All.Where(member => isWanted(member.Key)))
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
