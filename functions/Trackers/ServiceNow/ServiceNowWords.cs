using System.Text.Json;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>Reads ServiceNow's answers.</summary>
internal static class ServiceNowWords
{
    /// <summary>What a refusal says: <c>Operation Failed: Data Policy Exception: Resolution code is mandatory.</c></summary>
    public static string? OfRefusal(JsonElement body)
    {
        var error = body.Member("error");
        return (error.Text("message"), error.Text("detail")) switch
        {
            ({ Length: > 0 } message, { Length: > 0 } detail) => $"{message}: {detail}",
            ({ Length: > 0 } message, _) => message,
            (_, { Length: > 0 } detail) => detail,
            _ => error.ValueKind == JsonValueKind.String ? error.GetString() : null,
        };
    }
}
