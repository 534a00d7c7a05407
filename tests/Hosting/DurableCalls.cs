using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patchbay.Tests.Hosting;

/// <summary>The Functions host's calls around orchestrations, and what it reads of the answers.</summary>
public static class DurableCalls
{
    /// <summary>A turn of an orchestration: base64 in a JSON string in a JSON string.</summary>
    public static byte[] Turn(string function, byte[] request) => Call(function, "context", JsonSerializer.Serialize(Convert.ToBase64String(request)));

    /// <summary>A call of an activity: JSON text in a JSON string in a JSON string; without an input, null in a string.</summary>
    public static byte[] Activity(string function, string? input) =>
        Call(function, "input", input is null ? "null" : JsonSerializer.Serialize(input));

    /// <summary>A timer's tick for a function that may start orchestrations.</summary>
    /// <param name="client">What the binding holds, as JSON text.</param>
    public static byte[] Tick(string function, string client) => Call(
        function, "client", JsonSerializer.Serialize(client), ("timer", new JsonObject { ["IsPastDue"] = false }));

    /// <summary>The OrchestratorResponse in an answer.</summary>
    public static byte[] ResponseIn(string answer) => Convert.FromBase64String((string)JsonNode.Parse(answer)!["ReturnValue"]!);

    /// <summary>What the extension keeps of an activity's answer: compact JSON, as text.</summary>
    public static string? ResultIn(string answer) => JsonNode.Parse(answer)!["ReturnValue"]?.ToJsonString();

    private static byte[] Call(string function, string binding, string value, params (string Name, JsonNode Value)[] others)
    {
        var data = new JsonObject { [binding] = value };
        foreach (var (name, other) in others)
        {
            data[name] = other;
        }

        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["Data"] = data,
            ["Metadata"] = new JsonObject
            {
                ["instanceId"] = "\"retry-1\"",
                ["sys"] = new JsonObject { ["MethodName"] = function, ["UtcNow"] = "2026-03-02T10:00:00", ["RandGuid"] = $"{Guid.NewGuid()}" },
            },
        }.ToJsonString());
    }
}
