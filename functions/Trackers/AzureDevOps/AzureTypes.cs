using System.Collections.Concurrent;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>The work item types that were asked for, each once; a tracker is opened anew for every round of its lane.</summary>
internal sealed class AzureTypes(AzureApi api)
{
    private static readonly string[] Usual = ["Bug", "Issue", "Task"];

    private readonly ConcurrentDictionary<(string Project, string Type), AzureType> known = new();

    /// <summary>A type by its name.</summary>
    public async Task<(AzureType? Type, TrackerAnswer? Failure)> FindAsync(string project, string name, CancellationToken cancellationToken)
    {
        if (known.TryGetValue((project, name), out var type))
        {
            return (type, null);
        }

        var read = await AzureType.ReadAsync(api, project, name, cancellationToken);
        if (read.Type is not null)
        {
            known[(project, name)] = read.Type;
        }

        return read;
    }

    /// <summary>The type of a new item: the one that is wanted, otherwise Bug, Issue, Task or whatever there is.</summary>
    public async Task<(AzureType? Type, TrackerAnswer? Failure)> ForNewAsync(string project, string? wanted, CancellationToken cancellationToken)
    {
        var (names, failure) = await NamesAsync(project, cancellationToken);
        if (names is null)
        {
            return (null, failure);
        }

        var name = wanted is null
            ? Usual.Concat(names).FirstOrDefault(names.Contains)
            : names.FirstOrDefault(n => string.Equals(n, wanted, StringComparison.OrdinalIgnoreCase));
        return name is null
            ? (null, new TrackerAnswer.Refused(0, $"There is no work item type {wanted} in {project}; there are {string.Join(", ", names)}."))
            : await FindAsync(project, name, cancellationToken);
    }

    /// <summary>The names of a project's types.</summary>
    public async Task<(IReadOnlyList<string>? Names, TrackerAnswer? Failure)> NamesAsync(string project, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get(AzureApi.Wit(project, "workitemtypes")), cancellationToken);
        return answer is not TrackerAnswer.Done done ? (null, answer)
            : done.Body.Member("value").ValueKind != System.Text.Json.JsonValueKind.Array
                ? (null, new TrackerAnswer.Refused(done.Status, "Azure DevOps' answer is no list of types; is the URL that of the organisation?"))
                : ([.. done.Body.Member("value").Items().Where(t => !t.Is("isDisabled")).Select(t => t.Text("name")).OfType<string>()], null);
    }
}
