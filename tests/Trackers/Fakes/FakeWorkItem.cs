using System.Globalization;
using System.Text.Json.Nodes;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>A work item of <see cref="FakeAzure"/>.</summary>
internal sealed class FakeWorkItem(int id, string project, string state)
{
    public int Id => id;

    public string Project { get; set; } = project;

    public long Revision { get; private set; }

    public JsonObject Fields { get; } = new() { ["System.State"] = state, ["System.WorkItemType"] = "Bug", ["System.AreaPath"] = project };

    /// <summary>All states it has been in, the first included.</summary>
    public List<string> Path { get; } = [state];

    public DateTimeOffset ChangedAt { get; set; } = DateTimeOffset.UtcNow;

    public List<Dictionary<string, JsonNode?>> Updates { get; } = [];

    public string State => Fields["System.State"]!.GetValue<string>();

    public IReadOnlyList<string> Tags =>
        Fields["System.Tags"]?.GetValue<string>().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public IReadOnlyList<string> Comments => [.. Updates.Select(u => u.GetValueOrDefault("System.History")?.GetValue<string>()).OfType<string>()];

    /// <summary>Who made each update, and when.</summary>
    public List<(string By, DateTimeOffset At)> Made { get; } = [];

    public void Write(Dictionary<string, JsonNode?> changes, string by = "Patch Bay")
    {
        Revision++;
        ChangedAt = DateTimeOffset.UtcNow;
        Made.Add((by, ChangedAt));
        Updates.Add(changes.ToDictionary(c => c.Key, c => c.Value?.DeepClone()));
        foreach (var (name, value) in changes)
        {
            Fields[name] = value?.DeepClone();
        }

        if (changes.ContainsKey("System.State"))
        {
            Path.Add(State);
        }
    }

    public JsonObject Show()
    {
        var fields = Fields.DeepClone().AsObject();
        fields.Remove("System.History");
        fields["System.TeamProject"] = Project;
        fields["System.ChangedDate"] = ChangedAt.ToString("O", CultureInfo.InvariantCulture);
        fields.Remove("System.AssignedTo", out var person);
        if (person?.GetValue<string>() is { Length: > 0 } name)
        {
            fields["System.AssignedTo"] = new JsonObject { ["uniqueName"] = name, ["displayName"] = name.Split('@')[0] };
        }

        return new JsonObject { ["id"] = Id, ["rev"] = Revision, ["fields"] = fields };
    }
}
