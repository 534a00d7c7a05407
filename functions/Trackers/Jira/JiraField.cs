using System.Globalization;
using System.Text.Json;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Jira;

/// <summary>A field on one of Jira's screens: what it is called and what it takes.</summary>
internal sealed record JiraField(string Id, string Name, bool IsRequired, JsonElement Schema, IReadOnlyList<JsonElement> Allowed)
{
    /// <summary>The field's choices for people.</summary>
    public IReadOnlyList<NamedChoice> Choices =>
        [.. Allowed.Select(a => new NamedChoice(a.Text("id") ?? NameOf(a), NameOf(a))).Where(c => c.Name.Length > 0)];

    /// <summary>Reads a field as create and transition screens describe it.</summary>
    public static JiraField Of(string id, JsonElement field) => new(
        id,
        field.Text("name") ?? id,
        field.Is("required") && !field.Is("hasDefaultValue"),
        field.Member("schema"),
        [.. field.Member("allowedValues").Items()]);

    /// <summary>The choice of that id or, whatever its case, that name; null when there is none.</summary>
    public object? Choose(string idOrName)
    {
        var named = Allowed.FirstOrDefault(a => a.Text("id") == idOrName);
        if (named.ValueKind == JsonValueKind.Undefined)
        {
            named = Allowed.FirstOrDefault(a => string.Equals(NameOf(a), idOrName, StringComparison.OrdinalIgnoreCase));
        }

        return named.ValueKind == JsonValueKind.Undefined ? null
            : named.Text("id") is { } id ? new { id }
            : new { name = NameOf(named) };
    }

    /// <summary>A text as this field takes it; null when it cannot take it.</summary>
    /// <param name="api">Its edition decides about long texts and people.</param>
    public object? Write(string text, JiraApi api)
    {
        var isMany = Schema.Text("type") == "array";
        var kind = isMany ? Schema.Text("items") : Schema.Text("type");
        if (!isMany)
        {
            return WriteOne(kind, text, api);
        }

        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(p => WriteOne(kind, kind == "string" ? JiraLabels.Written(p) : p, api))
            .ToList();
        return parts.Contains(null) ? null : parts;
    }

    private object? WriteOne(string? kind, string text, JiraApi api) => kind switch
    {
        _ when Allowed.Count > 0 => Choose(text),
        "string" when Schema.Text("custom")?.EndsWith(":textarea", StringComparison.Ordinal) == true =>
            api.Edition.Text(new TicketBody([new TicketBlock.Prose(text)]), api.TextCharacters),
        "number" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        "date" => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var day) ? day.ToString("O", CultureInfo.InvariantCulture) : null,
        "user" => api.Edition.Person(text),
        "option" or "priority" or "resolution" or "component" or "version" => new { name = text },
        _ => PlainLine(text),
    };

    private static string PlainLine(string text) => Tickets.Plain.PlainTitle.Of(text, JiraLimits.SummaryCharacters);

    private static string NameOf(JsonElement choice) =>
        choice.ValueKind == JsonValueKind.String ? choice.GetString()! : choice.Text("name") ?? choice.Text("value") ?? "";
}
