using System.Globalization;
using System.Text.Json;

namespace Patchbay.Findings;

/// <summary>The beginning of a finding's row: all that a rescan compares, read without the rest.</summary>
/// <param name="Content">Short hash of what the scanner last said.</param>
/// <param name="LastScan">Id of the scan that last changed it.</param>
/// <param name="HasVerdict">The policies have seen it in its present state.</param>
/// <param name="Aliases">Short hashes of further identities; empty unless they were asked for.</param>
public readonly record struct FindingFront(
    FindingState State, ulong Content, string LastScan, bool HasVerdict, IReadOnlyList<ulong> Aliases)
{
    private static readonly Dictionary<string, FindingState> States =
        Enum.GetValues<FindingState>().ToDictionary(s => JsonNamingPolicy.KebabCaseLower.ConvertName(s.ToString()));

    /// <summary>Reads a row as <see cref="FindingJson"/> writes it.</summary>
    /// <param name="known">The last scan's id that is likely, so that no text is made for it; null when none is.</param>
    /// <exception cref="JsonException">It is not such a row.</exception>
    public static FindingFront Read(ReadOnlySpan<byte> body, bool withAliases = false, string? known = null)
    {
        var reader = new Utf8JsonReader(body);
        var front = new FindingFront(FindingState.Open, 0, string.Empty, false, []);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("aliases"u8))
        {
            if (reader.ValueTextEquals("state"u8))
            {
                front = front with { State = ReadState(ref reader) };
            }
            else if (reader.ValueTextEquals("contentHash"u8))
            {
                reader.Read();
                front = front with { Content = ReadHash(ref reader) };
            }
            else if (reader.ValueTextEquals("lastScan"u8))
            {
                reader.Read();
                front = front with { LastScan = known is not null && reader.ValueTextEquals(known) ? known : reader.GetString() ?? string.Empty };
            }
            else
            {
                front = front with { HasVerdict = front.HasVerdict || reader.ValueTextEquals("verdict"u8) };
                reader.Skip();
            }
        }

        return withAliases ? front with { Aliases = ReadAliases(ref reader) } : front;
    }

    /// <summary>Writes a short hash as rows hold it: 16 hex digits.</summary>
    public static string Text(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    private static FindingState ReadState(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.ValueTextEquals("open"u8) ? FindingState.Open
            : States.TryGetValue(reader.GetString() ?? string.Empty, out var state) ? state
            : throw new JsonException("A stored finding has an unknown state.");
    }

    private static List<ulong> ReadAliases(ref Utf8JsonReader reader)
    {
        var aliases = new List<ulong>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            aliases.Add(ReadHash(ref reader));
        }

        return aliases;
    }

    private static ulong ReadHash(ref Utf8JsonReader reader) =>
        ulong.TryParse(reader.ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : 0;
}
