using System.Text.Json;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>A type of work items: its fields, its states and which of them lead to which.</summary>
internal sealed record AzureType(string Name, IReadOnlyList<TrackerField> Fields, IReadOnlyList<TrackerStatus> States, JsonElement Transitions)
{
    /// <summary>The field whose text the form shows: a Bug of most processes shows repro steps and hides the description.</summary>
    public string TextField => Find(AzureField.ReproSteps) is null ? AzureField.Description : AzureField.ReproSteps;

    /// <summary>The field of that reference name or, whatever its case, that display name.</summary>
    public TrackerField? Find(string idOrName) =>
        Fields.FirstOrDefault(f => f.Id == idOrName) ?? Fields.FirstOrDefault(f => string.Equals(f.Name, idOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text as the field takes it; null when it is not among its choices, or there is no such field.</summary>
    public string? Choose(string field, string text) =>
        Find(field) is not { } found ? null
        : found.Choices.Count == 0 ? text
        : found.Choices.FirstOrDefault(c => string.Equals(c.Name, text, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>The states that one leads to; all of them where the service does not say.</summary>
    public IEnumerable<WorkflowWalk.Step> From(string state) =>
        from to in States
        where to.Id != state && IsWay(state, to.Id)
        select new WorkflowWalk.Step(to.Id, to.Name, to, new Dictionary<string, object>());

    /// <summary>Asks Azure DevOps; two calls.</summary>
    /// <returns>The type, or why it is not known.</returns>
    public static async Task<(AzureType? Type, TrackerAnswer? Failure)> ReadAsync(
        AzureApi api, string project, string name, CancellationToken cancellationToken)
    {
        var path = AzureApi.Wit(project, $"workitemtypes/{Uri.EscapeDataString(name)}");
        var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
        if (answer is not TrackerAnswer.Done type)
        {
            return (null, answer);
        }

        answer = await api.SendAsync(TrackerCall.Get($"{path}/fields?$expand=allowedValues"), cancellationToken);
        if (answer is not TrackerAnswer.Done fields)
        {
            return (null, answer);
        }

        return type.Body.Text("name") is { } known && fields.Body.Member("value").ValueKind == JsonValueKind.Array
            ? (new AzureType(known, FieldsOf(fields.Body), StatesOf(type.Body), type.Body.Member("transitions")), null)
            : (null, new TrackerAnswer.Refused(fields.Status, "Azure DevOps' answer is no work item type; is the URL that of the organisation?"));
    }

    // What was taken off the board is also an end, but not one to choose when the flaw is mended.
    private static IReadOnlyList<TrackerStatus> StatesOf(JsonElement type) =>
    [
        .. from state in type.Member("states").Items()
           where state.Text("name") is not null
           let category = state.Text("category")
           orderby category == "Removed"
           select new TrackerStatus(state.Text("name")!, state.Text("name")!, category switch
           {
               "Proposed" => StatusCategory.ToDo,
               "Completed" or "Removed" => StatusCategory.Done,
               _ => StatusCategory.InProgress,
           }),
    ];

    private static IReadOnlyList<TrackerField> FieldsOf(JsonElement body) =>
    [
        .. from field in body.Member("value").Items()
           let id = field.Text("referenceName")
           where id is not null
           select new TrackerField(id, field.Text("name") ?? id, field.Is("alwaysRequired"), ChoicesOf(field)),
    ];

    private static IReadOnlyList<NamedChoice> ChoicesOf(JsonElement field) =>
    [
        .. from value in field.Member("allowedValues").Items()
           where value.ValueKind is JsonValueKind.String or JsonValueKind.Number
           select new NamedChoice(value.ToString(), value.ToString()),
    ];

    private bool IsWay(string from, string to) =>
        Transitions.ValueKind != JsonValueKind.Object
        || !Transitions.TryGetProperty(from, out var ways)
        || ways.Items().Any(w => w.Text("to") == to);
}
