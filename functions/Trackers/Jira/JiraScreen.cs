using System.Text.Json;

namespace Patchbay.Trackers.Jira;

/// <summary>What a new issue of the mapping's project and type can say.</summary>
internal sealed record JiraScreen(IReadOnlyList<NamedChoice> Types, NamedChoice Type, IReadOnlyDictionary<string, JiraField> Fields)
{
    // Fifty a page: more fields than any screen that people still fill in.
    private const int MostPages = 20;
    private static readonly string[] UsualTypes = ["Bug", "Task", "Story"];

    /// <summary>The field of that id or, whatever its case, that name; null when it is not on the screen.</summary>
    public JiraField? Find(string idOrName) =>
        Fields.GetValueOrDefault(idOrName)
        ?? Fields.Values.FirstOrDefault(f => string.Equals(f.Name, idOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Asks Jira; two calls for most projects.</summary>
    /// <param name="wantedType">Id or name; null for Bug, Task, Story or whatever there is.</param>
    /// <returns>The screen, or why there is none.</returns>
    public static async Task<(JiraScreen? Screen, TrackerAnswer? Failure)> ReadAsync(
        JiraApi api, string project, string? wantedType, CancellationToken cancellationToken)
    {
        var root = $"issue/createmeta/{Uri.EscapeDataString(project)}/issuetypes";
        var (types, failure) = await ListAsync(api, root, "issueTypes", cancellationToken);
        if (types is null)
        {
            return (null, failure);
        }

        List<NamedChoice> usable = [.. types.Where(t => !t.Is("subtask")).Select(Choice).OfType<NamedChoice>()];
        if (TypeOf(usable, wantedType) is not { } type)
        {
            var there = string.Join(", ", usable.Select(t => t.Name));
            return (null, new TrackerAnswer.Refused(0, wantedType is null
                ? $"Our account can make no issue of any type in {project}."
                : $"There is no issue type {wantedType} in {project}; there are {there}."));
        }

        (var fields, failure) = await ListAsync(api, $"{root}/{Uri.EscapeDataString(type.Id)}", "fields", cancellationToken);
        return fields is null ? (null, failure) : (new JiraScreen(usable, type, FieldsOf(fields)), null);
    }

    private static Dictionary<string, JiraField> FieldsOf(List<JsonElement> fields)
    {
        var byId = new Dictionary<string, JiraField>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if ((field.Text("fieldId") ?? field.Text("key")) is { Length: > 0 } id)
            {
                byId[id] = JiraField.Of(id, field);
            }
        }

        return byId;
    }

    private static NamedChoice? TypeOf(List<NamedChoice> types, string? wanted) => wanted is null
        ? UsualTypes.Select(u => types.Find(t => string.Equals(t.Name, u, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(t => t is not null)
            ?? types.FirstOrDefault()
        : types.Find(t => t.Id == wanted) ?? types.Find(t => string.Equals(t.Name, wanted, StringComparison.OrdinalIgnoreCase));

    private static NamedChoice? Choice(JsonElement type) =>
        type.Text("id") is { } id && type.Text("name") is { } name ? new NamedChoice(id, name) : null;

    // Cloud names the list; Data Center calls every list values.
    private static async Task<(List<JsonElement>? Items, TrackerAnswer? Failure)> ListAsync(
        JiraApi api, string path, string member, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.SendAsync(TrackerCall.Get($"{path}?startAt={items.Count}&maxResults=50"), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return (null, answer);
            }

            var list = done.Body.Member(member) is { ValueKind: JsonValueKind.Array } named ? named : done.Body.Member("values");
            if (list.ValueKind != JsonValueKind.Array)
            {
                return (null, new TrackerAnswer.Refused(done.Status, "Jira's answer is no list; is the URL that of the site?"));
            }

            items.AddRange(list.Items());
            if (list.GetArrayLength() == 0 || !done.Body.Member("total").IsMoreThan(items.Count))
            {
                break;
            }
        }

        return (items, null);
    }
}
