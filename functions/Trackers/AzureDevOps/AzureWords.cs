using System.Text.Json;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Reads Azure DevOps' answers.</summary>
internal static class AzureWords
{
    /// <summary>What a refusal says: <c>TF401320: Rule Error for field Title.</c></summary>
    public static string? OfRefusal(JsonElement body) => body.Text("message") ?? body.Member("value").Text("Message");
}
