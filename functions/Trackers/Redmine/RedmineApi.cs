using System.Text.Json;

namespace Patchbay.Trackers.Redmine;

/// <summary>Calls one Redmine, and remembers what hardly ever changes while a project is open.</summary>
/// <param name="address">Redmine's own address, with a slash at its end.</param>
/// <param name="project">Identifier or id of the project.</param>
internal sealed class RedmineApi(TrackerHttp http, Uri address, string project)
{
    private IReadOnlyList<TrackerStatus>? statuses;
    private IReadOnlyList<NamedChoice>? priorities;
    private JsonElement? about;

    /// <summary>Redmine's own address.</summary>
    public Uri Address => address;

    /// <summary>The project as a part of a path.</summary>
    public string Project { get; } = Uri.EscapeDataString(project);

    /// <summary>Makes one call.</summary>
    public Task<TrackerAnswer> SendAsync(TrackerCall call, CancellationToken cancellationToken) => http.SendAsync(call, cancellationToken);

    /// <summary>Reads one thing, such as <c>issue</c>, out of its wrapping.</summary>
    /// <returns>The thing, or why there is none.</returns>
    public async Task<(JsonElement Found, TrackerAnswer? Failure)> GetAsync(string path, string name, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(TrackerCall.Get(path), cancellationToken);
        return answer is not TrackerAnswer.Done done ? (default, answer)
            : done.Body.Member(name) is { ValueKind: not JsonValueKind.Undefined } found ? (found, null)
            : (default, new TrackerAnswer.Refused(done.Status, $"Redmine's answer holds no {name}; is the URL Redmine's own?"));
    }

    /// <summary>All statuses in Redmine's order: the first open one counts as to do, the other open ones as in progress.</summary>
    public async Task<(IReadOnlyList<TrackerStatus> Statuses, TrackerAnswer? Failure)> StatusesAsync(CancellationToken cancellationToken)
    {
        if (statuses is null)
        {
            var (found, failure) = await GetAsync("issue_statuses.json", "issue_statuses", cancellationToken);
            if (failure is not null)
            {
                return ([], failure);
            }

            statuses = [.. Statuses(found)];
        }

        return (statuses, null);
    }

    /// <summary>All priorities, the least urgent first, as Redmine has them.</summary>
    public async Task<(IReadOnlyList<NamedChoice> Priorities, TrackerAnswer? Failure)> PrioritiesAsync(CancellationToken cancellationToken)
    {
        if (priorities is null)
        {
            var (found, failure) = await GetAsync("enumerations/issue_priorities.json", "issue_priorities", cancellationToken);
            if (failure is not null)
            {
                return ([], failure);
            }

            priorities = [.. found.Choices()];
        }

        return (priorities, null);
    }

    /// <summary>The project with its trackers, categories, modules and own custom fields.</summary>
    public async Task<(JsonElement Project, TrackerAnswer? Failure)> ProjectAsync(CancellationToken cancellationToken)
    {
        if (about is null)
        {
            var path = $"projects/{Project}.json?include=trackers,issue_categories,enabled_modules,issue_custom_fields";
            var (found, failure) = await GetAsync(path, "project", cancellationToken);
            if (failure is not null)
            {
                return (default, failure);
            }

            about = found;
        }

        return (about.Value, null);
    }

    /// <summary>What a failed call about an issue means: Redmine answers 404 for what is not there and 403 for what we may not see.</summary>
    public async Task<PushResult> WhyAsync(RedmineIssue issue, TrackerAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is not TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound })
        {
            return answer.ToPush();
        }

        // A wrong address answers 404 to everything.
        var (user, failure) = await GetAsync("users/current.json", "user", cancellationToken);
        return failure is null && user.Id() is not null
            ? new PushResult.Gone($"The issue #{issue.Id} is no longer in Redmine.")
            : failure is TrackerAnswer.Later ? failure.ToPush() : answer.ToPush();
    }

    private static IEnumerable<TrackerStatus> Statuses(JsonElement list)
    {
        var hasOpen = false;
        foreach (var status in list.Items())
        {
            if (status.Id() is { } id && status.Text("name") is { } name)
            {
                var isClosed = status.Is("is_closed");
                var category = isClosed ? StatusCategory.Done : hasOpen ? StatusCategory.InProgress : StatusCategory.ToDo;
                hasOpen |= !isClosed;
                yield return new TrackerStatus($"{id}", name, category);
            }
        }
    }
}
