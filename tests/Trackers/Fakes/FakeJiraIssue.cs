using System.Globalization;
using System.Text.Json.Nodes;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>An issue of <see cref="FakeJira"/>.</summary>
internal sealed class FakeJiraIssue(int id, string key, FakeJiraStatus status)
{
    public int Id => id;

    public string Key { get; set; } = key;

    public List<string> FormerKeys { get; } = [];

    public FakeJiraStatus Status { get; set; } = status;

    /// <summary>All statuses it has been in, the first included.</summary>
    public List<string> Path { get; } = [status.Name];

    public JsonObject Fields { get; } = [];

    public List<string> Labels { get; private set; } = [];

    public List<JsonNode> Comments { get; } = [];

    private readonly HashSet<int> people = [];

    /// <summary>A person comments.</summary>
    public void Say(JsonNode text)
    {
        people.Add(Comments.Count);
        Comments.Add(text);
    }

    /// <summary>The comments as the API shows them, each a second after the one before.</summary>
    public IEnumerable<object> ShowComments() => Comments.Select((text, at) => new
    {
        id = $"{10_000 + at}",
        body = text,
        author = new { displayName = people.Contains(at) ? "Ann Other" : "Patch Bay" },
        created = string.Create(CultureInfo.InvariantCulture, $"2026-03-02T12:{at / 60:00}:{at % 60:00}.500+0200"),
    });

    public Dictionary<string, JsonNode> Properties { get; } = [];

    public DateTimeOffset UpdatedAt { get; set; } = DateTimeOffset.UtcNow;

    public void Write(JsonObject fields, HashSet<string> dropped)
    {
        foreach (var (name, value) in fields.ToList())
        {
            Fields[name] = value?.DeepClone();
        }

        if (fields["labels"] is JsonArray labels)
        {
            Labels = [.. labels.Select(l => l!.GetValue<string>()).Where(l => !dropped.Contains(l))];
        }
    }

    public void ChangeLabel(string? add, string? remove, HashSet<string> dropped)
    {
        if (add is not null && !Labels.Contains(add) && !dropped.Contains(add))
        {
            Labels.Add(add);
        }

        Labels.RemoveAll(l => l == remove);
    }

    public void MoveTo(FakeJiraStatus next)
    {
        UpdatedAt = DateTimeOffset.UtcNow;
        Status = next;
        Path.Add(next.Name);
    }

    public object Show(bool isCloud) => new
    {
        id = $"{Id}",
        key = Key,
        fields = new Dictionary<string, object?>
        {
            ["summary"] = Fields["summary"]?.DeepClone(),
            ["description"] = Fields["description"]?.DeepClone(),
            ["labels"] = Labels,
            ["status"] = Status,
            ["issuetype"] = new { id = "10001", name = "Bug" },
            ["priority"] = Fields["priority"]?["id"]?.GetValue<string>() is { } urgency ? new { id = urgency, name = FakeJiraScreen.PriorityOf(urgency) } : null,
            ["resolution"] = Fields["resolution"]?.DeepClone(),
            ["assignee"] = Fields["assignee"]?[isCloud ? "accountId" : "name"] is null ? null : Fields["assignee"]!.DeepClone(),
            ["updated"] = UpdatedAt.ToOffset(TimeSpan.FromHours(isCloud ? 0 : 2))
                .ToString(isCloud ? "yyyy-MM-dd'T'HH:mm:ss.fff'+0000'" : "yyyy-MM-dd'T'HH:mm:ss.fffzz'00'", CultureInfo.InvariantCulture),
        },
    };
}
