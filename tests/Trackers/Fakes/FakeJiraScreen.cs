using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Patchbay.Tests.Tickets;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>The create and edit screen of <see cref="FakeJira"/>, and what Jira says to values that do not fit.</summary>
internal static class FakeJiraScreen
{
    public static JsonArray Usual() => JsonSerializer.SerializeToNode(new object[]
    {
        Field("project", "Project", "project", required: true), Field("issuetype", "Issue Type", "issuetype", required: true),
        Field("summary", "Summary", "string", required: true), Field("description", "Description", "string"), Field("labels", "Labels", "array", items: "string"),
        Field("reporter", "Reporter", "user", required: true), Field("assignee", "Assignee", "user"), Field("duedate", "Due date", "date"),
        Field("priority", "Priority", "priority", allowed: [new { id = "1", name = "Highest" }, new { id = "2", name = "High" }, new { id = "4", name = "Low" }]),
        Field("components", "Components", "array", items: "component", allowed: [new { id = "7", name = "Shop" }, new { id = "8", name = "Till" }]),
        Field("customfield_10050", "Attack vector", "option", allowed: [new { id = "90", value = "Network" }, new { id = "91", value = "Local" }]),
        Field("customfield_10051", "Impact", "string", custom: "com.atlassian.jira.plugin.system.customfieldtypes:textarea"),
        Field("customfield_10052", "CVSS", "number"), Field("customfield_10053", "CVE", "array", items: "string"),
    })!.AsArray();

    /// <summary>The name of a priority.</summary>
    public static string PriorityOf(string id) => id switch
    {
        "1" => "Highest",
        "2" => "High",
        _ => "Low",
    };

    /// <summary>A field as create screens describe it.</summary>
    public static object Field(
        string id, string name, string type, bool required = false, string? items = null, string? custom = null, object[]? allowed = null)
    {
        var schema = new { type, items, custom };
        return new { fieldId = id, key = id, name, required, hasDefaultValue = id == "reporter", schema, allowedValues = allowed ?? [] };
    }

    /// <summary>What Jira refuses; null when all is well.</summary>
    public static IResult? Mistake(JsonObject fields, JsonArray screen, bool isCloud, bool isNew)
    {
        var known = screen.ToDictionary(f => f!["fieldId"]!.GetValue<string>(), f => f!);
        var errors = new Dictionary<string, string>();
        foreach (var (name, value) in fields)
        {
            var words = !known.TryGetValue(name, out var field)
                ? $"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."
                : Wrong(field, name, value!, isCloud);
            if (words is not null)
            {
                errors[name] = words;
            }
        }

        foreach (var name in known.Where(k => isNew && k.Value["required"]!.GetValue<bool>() && !k.Value["hasDefaultValue"]!.GetValue<bool>())
            .Select(k => k.Key).Where(k => !fields.ContainsKey(k)))
        {
            errors[name] = $"{name} is required.";
        }

        return errors.Count == 0 ? null : Results.Json(new { errorMessages = Array.Empty<string>(), errors }, statusCode: 400);
    }

    /// <summary>What is wrong with a text; null when nothing is.</summary>
    public static string? TextMistake(JsonNode? text, bool isCloud)
    {
        if (!isCloud)
        {
            return text?.GetValueKind() != JsonValueKind.String ? "Operation value must be a string"
                : text.GetValue<string>().Length > 32_767 ? "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
                : null;
        }

        if (text is not JsonObject)
        {
            return "Operation value must be an Atlassian Document (see the Atlassian Document Format)";
        }

        AdfSchema.Check(JsonSerializer.SerializeToElement(text));
        return text.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Length > 32_767
            ? "CONTENT_LIMIT_EXCEEDED"
            : null;
    }

    private static string? Wrong(JsonNode field, string name, JsonNode value, bool isCloud) => (name, field["schema"]!["type"]!.GetValue<string>()) switch
    {
        ("description" or "customfield_10051", _) => TextMistake(value, isCloud),
        ("summary", _) => value.GetValue<string>() is { Length: > 255 } or "" || value.GetValue<string>().Contains('\n', StringComparison.Ordinal)
            ? "Summary must be one line of at most 255 characters." : null,
        ("labels", _) => value.AsArray().Select(l => l!.GetValue<string>()).FirstOrDefault(l => l.Contains(' ', StringComparison.Ordinal) || l.Length > 255) is { } bad
            ? $"The label '{bad}' contains spaces which is invalid." : null,
        (_, "number") => value.GetValueKind() == JsonValueKind.Number ? null : "Operation value must be a number",
        (_, "user") => value is JsonObject person && person.TryGetPropertyValue(isCloud ? "accountId" : "name", out var who)
            && (who is null || who.GetValue<string>() is not "no-such-person") ? null : "Specify a valid user.",
        (_, "date") => value.GetValueKind() == JsonValueKind.String ? null : "Error parsing date",
        (_, "option" or "priority") => IsAllowed(field, value) ? null : "Specify a valid value.",
        (_, "array") when field["allowedValues"]!.AsArray().Count > 0 =>
            value.AsArray().All(v => IsAllowed(field, v!)) ? null : "Specify valid values.",
        (_, "array") => value is JsonArray ? null : "data was not an array",
        _ => null,
    };

    private static bool IsAllowed(JsonNode field, JsonNode value) =>
        field["allowedValues"]!.AsArray().Any(a => a!["id"]!.GetValue<string>() == value["id"]?.GetValue<string>());
}
