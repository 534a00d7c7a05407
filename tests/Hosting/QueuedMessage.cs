using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patchbay.Tests.Hosting;

/// <summary>A message as Service Bus keeps it, and as the Functions host hands it to a custom handler.</summary>
public sealed record QueuedMessage(string Queue, string Id, string? SessionId, byte[] Body)
{
    // Service Bus's names, whatever ours are.
    private const string BodyName = "Body";
    private const string SessionName = "SessionId";

    /// <summary>Reads a send: one message with its properties in a header, or a JSON array of them.</summary>
    public static IEnumerable<QueuedMessage> Read(string queue, string? properties, byte[] body) => properties is not null
        ? [Of(queue, JsonDocument.Parse(properties).RootElement, body)]
        : JsonDocument.Parse(body).RootElement.EnumerateArray().Select(m =>
            Of(queue, m.GetProperty("BrokerProperties"), Encoding.UTF8.GetBytes(m.GetProperty(BodyName).GetString()!)));

    /// <summary>The host's call for a trigger bound as binary.</summary>
    /// <param name="client">What the binding durableClient holds; null for a function without it.</param>
    public byte[] ToCall(string function, int delivery, string? client = null) =>
        Call(function, delivery, Convert.ToBase64String(Body), client);

    /// <summary>The host's call for a trigger that lost its dataType: JSON text, as a JSON string, in a JSON string.</summary>
    public byte[] ToTextCall(string function, int delivery) =>
        Call(function, delivery, JsonSerializer.Serialize(Encoding.UTF8.GetString(Body)));

    private static QueuedMessage Of(string queue, JsonElement properties, byte[] body) => new(
        queue,
        properties.GetProperty("MessageId").GetString()!,
        properties.TryGetProperty(SessionName, out var session) ? session.GetString() : null,
        body);

    private byte[] Call(string function, int delivery, string value, string? client = null) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["Data"] = client is null
            ? new JsonObject { ["message"] = value }
            : new JsonObject { ["message"] = value, ["client"] = JsonSerializer.Serialize(client) },
        ["Metadata"] = new JsonObject
        {
            ["MessageId"] = JsonSerializer.Serialize(Id),
            [SessionName] = JsonSerializer.Serialize(SessionId ?? ""),
            ["DeliveryCount"] = $"{delivery}",
            ["ApplicationProperties"] = new JsonObject(),
            ["sys"] = new JsonObject { ["MethodName"] = function, ["UtcNow"] = "2026-03-02T10:00:00Z", ["RandGuid"] = $"{Guid.NewGuid()}" },
        },
    });
}
