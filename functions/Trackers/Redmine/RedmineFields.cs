using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.Redmine;

/// <summary>Custom fields by name. Only administrators may list them, so names are learned from what everybody sees.</summary>
internal sealed class RedmineFields(RedmineApi api)
{
    private readonly ConcurrentDictionary<string, int> ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<int, bool> required = new();
    private bool hasAsked;

    /// <summary>Names and ids that are known by now.</summary>
    public IEnumerable<NamedChoice> Known =>
        ids.OrderBy(f => f.Value).Select(f => new NamedChoice(f.Value.ToString(CultureInfo.InvariantCulture), f.Key));

    /// <summary>Whether a new issue must have the field, as far as we are told.</summary>
    public bool IsRequired(string id) => required.GetValueOrDefault(int.Parse(id, CultureInfo.InvariantCulture));

    /// <summary>The id of a field that has been heard of, by its name in any case or the id itself; null otherwise.</summary>
    public int? IdOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : ids.TryGetValue(name, out var id) ? id : null;

    /// <summary>Remembers the fields of an issue or of a list of fields.</summary>
    public void Learn(JsonElement fields)
    {
        foreach (var field in fields.Items())
        {
            // The administrators' list holds those of users and projects too.
            if (field.Id() is { } id && field.Text("name") is { } name && (field.Text("customized_type") ?? "issue") == "issue")
            {
                ids[name] = id;
                required[id] = field.Is("is_required") || required.GetValueOrDefault(id);
            }
        }
    }

    /// <summary>The id of a field.</summary>
    /// <param name="name">Its name in any case, or the id itself.</param>
    /// <returns>Null when no such field is known to us; a failure only when it is worth trying again.</returns>
    public async Task<(int? Id, TrackerAnswer? Failure)> FindAsync(string name, CancellationToken cancellationToken)
    {
        var failure = IdOf(name) is null && !hasAsked ? await AskAsync(cancellationToken) : null;
        return (IdOf(name), failure);
    }

    /// <summary>Asks everywhere that names are told: the project, its newest issue, and the list for administrators.</summary>
    /// <returns>Null when that is all there is to know; otherwise why to try again.</returns>
    public async Task<TrackerAnswer?> AskAsync(CancellationToken cancellationToken)
    {
        var (project, failure) = await api.ProjectAsync(cancellationToken);
        Learn(project.Member("issue_custom_fields"));
        if (failure is not null)
        {
            return failure;
        }

        var id = project.Id();
        var newest = await api.SendAsync(
            TrackerCall.Get($"issues.json?project_id={id}&status_id=*&sort=id:desc&limit=1"), cancellationToken);
        var all = await api.SendAsync(TrackerCall.Get("custom_fields.json"), cancellationToken);
        foreach (var answer in (TrackerAnswer[])[newest, all])
        {
            switch (answer)
            {
                case TrackerAnswer.Done done:
                    Learn(done.Body.Member("issues").Items().FirstOrDefault().Member("custom_fields"));
                    Learn(done.Body.Member("custom_fields"));
                    break;
                case TrackerAnswer.Later later:
                    return later;
            }
        }

        hasAsked = true;
        return null;
    }
}
