using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers;

/// <summary>Reads answers of which nothing is certain: a member that is missing or of another kind is simply not there.</summary>
internal static class TrackerJson
{
    /// <summary>The text of a member; null when it is missing or something else.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The moment a member names; null when it names none. Without a zone it is UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The member; undefined when it is missing.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The entries of a list; none when it is something else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>Whether a member is true.</summary>
    public static bool Is(this JsonElement element, string name) => element.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>Whether it is a number, and a larger one.</summary>
    public static bool IsMoreThan(this JsonElement element, int number) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) && value > number;
}
