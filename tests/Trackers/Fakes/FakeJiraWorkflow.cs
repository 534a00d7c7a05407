using System.Text.Json.Nodes;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>The workflow of <see cref="FakeJira"/>: nobody gets from To Do to Done in one step, and the last one asks for a resolution.</summary>
internal sealed class FakeJiraWorkflow
{
    public static readonly FakeJiraStatus ToDo = new("10000", "To Do", "new");
    public static readonly FakeJiraStatus InProgress = new("3", "In Progress", "indeterminate");
    public static readonly FakeJiraStatus InReview = new("10010", "In Review", "indeterminate");
    public static readonly FakeJiraStatus Rejected = new("10011", "Rejected", "done");
    public static readonly FakeJiraStatus Done = new("10002", "Done", "done");

    public static readonly object[] Resolutions = [new { id = "10000", name = "Done" }, new { id = "10001", name = "Won't Do" }];

    public FakeJiraStatus First { get; set; } = ToDo;

    public IReadOnlyList<FakeJiraStatus> Statuses { get; set; } = [ToDo, InProgress, InReview, Done, Rejected];

    /// <summary>Transitions: id, from, to, and the field that its screen requires, if any.</summary>
    public List<(string Id, FakeJiraStatus From, FakeJiraStatus To, string? Required)> Steps { get; } =
    [
        ("11", ToDo, InProgress, null), ("12", ToDo, Rejected, "resolution"), ("21", InProgress, ToDo, null), ("22", InProgress, InReview, null),
        ("31", InReview, Done, "resolution"), ("32", InReview, InProgress, null), ("41", Done, InProgress, null), ("42", Rejected, ToDo, null),
    ];

    public IEnumerable<object> Offered(FakeJiraIssue issue, bool withFields) =>
        from step in Steps
        where step.From == issue.Status
        select new
        {
            id = step.Id,
            name = $"To {step.To.Name}",
            to = step.To,
            fields = withFields && step.Required is { } field
                ? new Dictionary<string, object> { [field] = FieldOf(field) }
                : [],
        };

    /// <summary>Takes a transition; null when it was taken.</summary>
    public (string Field, string Words)? Take(FakeJiraIssue issue, JsonNode body)
    {
        var id = body["transition"]!["id"]!;
        var step = Steps.Find(s => s.From == issue.Status && id.GetValueKind() == System.Text.Json.JsonValueKind.String && s.Id == id.GetValue<string>());
        if (step.To is null)
        {
            return ("transition", "It seems that you have tried to perform an illegal workflow operation.");
        }

        var fields = body["fields"]?.AsObject() ?? [];
        if (step.Required is { } required && fields[required] is null)
        {
            return (required, $"{required} is required.");
        }

        if (fields.FirstOrDefault(f => f.Key != step.Required) is { Key: { } extra })
        {
            return (extra, $"Field '{extra}' cannot be set. It is not on the appropriate screen, or unknown.");
        }

        issue.Fields["resolution"] = step.To.Category == "done" ? ResolutionOf(fields["resolution"]) : null;
        issue.MoveTo(step.To);
        return null;
    }

    private static JsonObject? ResolutionOf(JsonNode? chosen) =>
        chosen?["id"]?.GetValue<string>() switch
        {
            "10000" => new JsonObject { ["id"] = "10000", ["name"] = "Done" },
            "10001" => new JsonObject { ["id"] = "10001", ["name"] = "Won't Do" },
            _ => null,
        };

    private static object FieldOf(string field) => field == "resolution"
        ? new { required = true, name = "Resolution", schema = new { type = "resolution" }, allowedValues = Resolutions, hasDefaultValue = false }
        : new { required = true, name = field, schema = new { type = "string" }, hasDefaultValue = false };
}
