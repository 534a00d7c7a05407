using System.Text.Json;

namespace Patchbay.Trackers.Jira;

/// <summary>Reads Jira's answers.</summary>
internal static class JiraWords
{
    /// <summary>What a refusal says: <c>summary: You must specify a summary of the issue.</c></summary>
    public static string? OfRefusal(JsonElement body)
    {
        var general = body.Member("errorMessages").Items().Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!);
        var fields = body.Member("errors") is { ValueKind: JsonValueKind.Object } errors
            ? errors.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.String).Select(e => $"{e.Name}: {e.Value.GetString()}")
            : [];
        return string.Join("; ", general.Concat(fields)) is { Length: > 0 } words ? words
            : body.Text("message") ?? body.Text("errorMessage");
    }
}
