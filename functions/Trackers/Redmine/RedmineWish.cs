using System.Text.Json;

namespace Patchbay.Trackers.Redmine;

/// <summary>What an issue should say, in Redmine's words.</summary>
internal sealed class RedmineWish
{
    // Names by which a member of a wish is found in an issue.
    private static readonly Dictionary<string, (string Member, string Word)> Members = new()
    {
        ["tracker_id"] = ("tracker", "the tracker"),
        ["category_id"] = ("category", "the category"),
        ["priority_id"] = ("priority", "the priority"),
        ["assigned_to_id"] = ("assigned_to", "the assignee"),
    };

    /// <summary>Members of the issue but for custom fields.</summary>
    public Dictionary<string, object> Issue { get; } = [];

    /// <summary>Nobody is to have it.</summary>
    public bool TakesAssignee { get; set; }

    /// <summary>Values of custom fields by the fields' ids.</summary>
    public Dictionary<int, string> Fields { get; } = [];

    /// <summary>What the mapping names and Redmine has not, in words.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Names of custom fields that are not known to us.</summary>
    public List<string> UnknownFields { get; } = [];

    /// <summary>The body of a call.</summary>
    public object Body => new
    {
        issue = new Dictionary<string, object>(TakesAssignee ? Issue.Append(new("assigned_to_id", "")) : Issue)
        {
            ["custom_fields"] = Fields.Select(f => new { id = f.Key, value = f.Value }).ToList(),
        },
    };

    /// <summary>What an issue that was written lacks of the wish, in words; null when nothing.</summary>
    /// <remarks>Redmine passes over what a role may not write and what its tracker has not, and says nothing.</remarks>
    public string? Lost(JsonElement issue)
    {
        var lost = new List<string>(UnknownFields.Select(f => $"the field {f}").Concat(Unknown));
        foreach (var (name, value) in Issue)
        {
            switch (name)
            {
                case "subject" or "description" when !RedmineText.IsSame((string)value, issue.Text(name)):
                    lost.Add($"the {name}");
                    break;
                case "due_date" when (string)value != issue.Text(name):
                    lost.Add("the due date");
                    break;
                default:
                    if (Members.TryGetValue(name, out var member) && issue.Member(member.Member).Id() != (int)value)
                    {
                        lost.Add(member.Word);
                    }

                    break;
            }
        }

        if (TakesAssignee && issue.Member("assigned_to") is { ValueKind: JsonValueKind.Object } person)
        {
            lost.Add($"the removal of the assignee {person.Text("name")}");
        }

        lost.AddRange(from field in Fields
                      where !RedmineText.IsSame(issue.Field(field.Key), field.Value)
                      select $"the field {NameOf(issue, field.Key)}");
        return lost.Count == 0 ? null
            : $"Redmine left out {string.Join(", ", lost)}: it has no such thing, or our account's role may not write it.";
    }

    private static string NameOf(JsonElement issue, int field) =>
        issue.Member("custom_fields").Items().FirstOrDefault(f => f.Id() == field).Text("name") ?? $"{field}";
}
