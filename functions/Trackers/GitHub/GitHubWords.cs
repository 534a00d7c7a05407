using System.Text.Json;

namespace Patchbay.Trackers.GitHub;

/// <summary>Reads GitHub's answers.</summary>
internal static class GitHubWords
{
    /// <summary>What a refusal says: <c>Validation Failed: title is too long (maximum is 256 characters)</c>.</summary>
    public static string? OfRefusal(JsonElement body)
    {
        var details = body.Member("errors").Items()
            .Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()
                : e.Text("message") ?? $"{e.Text("field")} {e.Text("code")}".Replace('_', ' ').Trim())
            .Where(t => !string.IsNullOrEmpty(t));
        var all = string.Join("; ", details);
        return (body.Text("message"), all) switch
        {
            (null, "") => null,
            (null, _) => all,
            ({ } message, "") => message,
            ({ } message, _) => $"{message}: {all}",
        };
    }
}
