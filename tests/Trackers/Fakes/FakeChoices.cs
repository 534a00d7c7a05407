using System.Text.Json.Nodes;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>The choice lists of <see cref="FakeServiceNow"/>.</summary>
internal static class FakeChoices
{
    private static readonly (string Value, string Label)[] States =
        [("1", "New"), ("2", "In Progress"), ("3", "On Hold"), ("6", "Resolved"), ("7", "Closed"), ("8", "Canceled")];

    private static readonly (string Value, string Label)[] Codes =
        [("Solution provided", "Solution provided"), ("No resolution provided", "No resolution provided")];

    /// <summary>Choices that a query asks for.</summary>
    public static List<JsonObject> Of(string query) => query switch
    {
        "name=incident^element=state^language=en^inactive=false^ORDERBYsequence" => Rows(States),
        "name=task^element=close_code^language=en^inactive=false^ORDERBYsequence" => Rows(Codes),
        _ => [],
    };

    private static List<JsonObject> Rows((string Value, string Label)[] choices) =>
        [.. choices.Select(c => new JsonObject { ["value"] = c.Value, ["label"] = c.Label })];
}
