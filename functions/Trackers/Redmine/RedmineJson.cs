using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.Redmine;

/// <summary>Reads Redmine's answers.</summary>
internal static class RedmineJson
{
    /// <summary>The id of a thing; null when it has none.</summary>
    public static int? Id(this JsonElement thing) =>
        thing.Member("id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out var value) && value > 0 ? value : null;

    /// <summary>The things of a list that have an id and a name.</summary>
    public static IEnumerable<NamedChoice> Choices(this JsonElement list) =>
        from thing in list.Items()
        where thing.Id() is not null && thing.Text("name") is not null
        select new NamedChoice(thing.Id()!.Value.ToString(CultureInfo.InvariantCulture), thing.Text("name")!);

    /// <summary>The choice of this id, otherwise of this name in any case; null when there is none.</summary>
    public static NamedChoice? Find(this IEnumerable<NamedChoice> choices, string idOrName)
    {
        var all = choices.ToList();
        return all.Find(c => c.Id == idOrName) ?? all.Find(c => string.Equals(c.Name, idOrName, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What a custom field of an issue holds, several values parted by commas; null when it is empty or not there.</summary>
    public static string? Field(this JsonElement issue, int id)
    {
        var value = issue.Member("custom_fields").Items().FirstOrDefault(f => f.Id() == id).Member("value");
        var text = value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.Items().Select(v => v.ToString())) : value.ToString();
        return text.Length > 0 ? text : null;
    }

    /// <summary>What a refusal says: <c>Subject cannot be blank; Priority is invalid</c>.</summary>
    public static string? Words(JsonElement body) =>
        string.Join("; ", body.Member("errors").Items().Select(e => e.ToString()).Where(e => e.Length > 0)) is { Length: > 0 } words ? words : null;
}
