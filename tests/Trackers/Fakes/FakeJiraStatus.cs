using System.Text.Json.Serialization;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>A status of <see cref="FakeJira"/> as the API writes it.</summary>
internal sealed record FakeJiraStatus(
    [property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("name")] string Name, [property: JsonIgnore] string Category)
{
    [JsonPropertyName("statusCategory")]
    public object StatusCategory => new { key = Category };
}
