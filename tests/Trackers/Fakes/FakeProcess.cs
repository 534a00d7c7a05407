using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>The Bug of Agile as <see cref="FakeAzure"/> has it, with a process that leads from New to Closed only step by step.</summary>
internal sealed class FakeProcess
{
    public static readonly object Areas = new
    {
        count = 2,
        value = new object[]
        {
            new { name = "Web shop", structureType = "area", children = new[] { new { name = "Till", structureType = "area" } } },
            new { name = "Web shop", structureType = "iteration" },
        },
    };

    public string First { get; set; } = "New";

    public List<(string Name, string Category)> States { get; } =
        [("New", "Proposed"), ("Active", "InProgress"), ("Removed", "Removed"), ("Resolved", "Resolved"), ("Closed", "Completed")];

    public Dictionary<string, string[]> Transitions { get; } = new()
    {
        [""] = ["New"],
        ["New"] = ["Active", "Removed"],
        ["Active"] = ["New", "Resolved"],
        ["Resolved"] = ["Active", "Closed"],
        ["Closed"] = ["Active", "New"],
        ["Removed"] = ["New"],
    };

    /// <summary>States that a rule keeps us from, whatever the transitions say.</summary>
    public HashSet<string> Ruled { get; } = [];

    /// <summary>Tags that are dropped without a word.</summary>
    public HashSet<string> Dropped { get; } = [];

    /// <summary>Fields: reference name, display name, whether a new item needs it, and allowed values.</summary>
    public List<(string Id, string Name, bool IsRequired, string[] Allowed)> Fields { get; } =
    [
        ("System.Title", "Title", true, []), ("System.Tags", "Tags", false, []), ("System.State", "State", false, []), ("System.Reason", "Reason", false, []),
        ("System.History", "History", false, []), ("System.AssignedTo", "Assigned To", false, []), ("System.AreaPath", "Area Path", false, []),
        ("System.Description", "Description", false, []), ("Microsoft.VSTS.TCM.ReproSteps", "Repro Steps", false, []),
        ("Microsoft.VSTS.Common.Priority", "Priority", false, ["1", "2", "3", "4"]),
        ("Microsoft.VSTS.Common.Severity", "Severity", false, ["1 - Critical", "2 - High", "3 - Medium", "4 - Low"]),
        ("Microsoft.VSTS.Scheduling.DueDate", "Due Date", false, []), ("Custom.Vector", "Attack vector", false, ["Network", "Local"]),
        ("Custom.Cvss", "CVSS", false, []),
    ];

    public object Describe() => new
    {
        name = "Bug",
        states = States.Select(s => new { name = s.Name, category = s.Category }),
        transitions = Transitions.ToDictionary(t => t.Key, t => t.Value.Select(to => new { to })),
    };

    public object DescribeFields() => new
    {
        count = Fields.Count,
        value = Fields.Select(f => new { referenceName = f.Id, name = f.Name, alwaysRequired = f.IsRequired, allowedValues = f.Allowed }),
    };

    /// <summary>What the service refuses; null when all is well.</summary>
    public string? Mistake(Dictionary<string, JsonNode?> changes, FakeWorkItem? item)
    {
        foreach (var (name, value) in changes.ToList())
        {
            if (Fields.Find(f => f.Id == name) is not { Id: { } } field)
            {
                return $"TF51535: Cannot find field {name}.";
            }

            if (field.Allowed.Length > 0 && !field.Allowed.Contains(value!.GetValue<string>()))
            {
                return $"TF401320: Rule Error for field {field.Name}. Error code: InvalidListValue.";
            }
        }

        changes["System.Tags"] = TagsOf(changes);
        if (changes["System.Tags"] is null)
        {
            changes.Remove("System.Tags");
        }

        var required = Fields.Find(f => item is null && f.IsRequired && !changes.ContainsKey(f.Id));
        return required.Id is not null ? $"TF401320: Rule Error for field {required.Name}. Error code: Required."
            : changes.GetValueOrDefault("System.Title")?.GetValue<string>().Length > 255 ? "TF401320: Rule Error for field Title. Error code: InvalidTooLong."
            : changes.Any(c => c.Value?.GetValueKind() == JsonValueKind.String && c.Value.GetValue<string>().Length > 1_000_000) ? "TF401320: the text is too long."
            : changes.GetValueOrDefault("System.State")?.GetValue<string>() is { } to && (Ruled.Contains(to) || !Transitions[item?.State ?? ""].Contains(to))
                ? "TF401320: Rule Error for field State. Error code: InvalidListValue."
            : changes.GetValueOrDefault("System.AssignedTo")?.GetValue<string>() is "no-such-person"
                ? "The identity value 'no-such-person' for field 'Assigned To' is an unknown identity."
            : changes.GetValueOrDefault("System.AreaPath")?.GetValue<string>() is { } area && area is not ("Web shop" or "Web shop\\Till")
                ? "TF401347: Invalid tree name given for work item, field 'System.AreaPath'."
            : null;
    }

    private JsonValue? TagsOf(Dictionary<string, JsonNode?> changes) => changes.GetValueOrDefault("System.Tags")?.GetValue<string>() is { } tags
        ? JsonValue.Create(string.Join("; ", tags.Split(';', StringSplitOptions.TrimEntries).Where(t => !Dropped.Contains(t))))
        : null;
}
