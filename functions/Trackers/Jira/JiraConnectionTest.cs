using Patchbay.Integrations;

namespace Patchbay.Trackers.Jira;

/// <summary>Finds out who we are in Jira, what we may do in a project and whether the mapping's names exist, and says what is missing.</summary>
internal sealed class JiraConnectionTest(JiraApi api, Mapping mapping)
{
    private static readonly (string Key, string Name, bool IsNeeded)[] Permissions =
    [
        ("BROWSE_PROJECTS", "Browse projects", true), ("CREATE_ISSUES", "Create issues", true), ("EDIT_ISSUES", "Edit issues", true),
        ("TRANSITION_ISSUES", "Transition issues", false), ("ADD_COMMENTS", "Add comments", false),
    ];

    private readonly ConnectionProblems problems = new("Jira answered with nothing; is the URL that of the site?");

    /// <summary>Asks Jira; five calls for most projects.</summary>
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        var account = await AccountAsync(cancellationToken);
        if (problems.IsUsable)
        {
            await RightsAsync(cancellationToken);
        }

        if (problems.IsUsable)
        {
            await NamesAsync(cancellationToken);
        }

        return problems.Result(account);
    }

    // A wrong token can be answered as if nobody had asked; who asks /myself must be somebody.
    private async Task<string?> AccountAsync(CancellationToken cancellationToken)
    {
        if (problems.Read(await api.SendAsync(TrackerCall.Get("myself"), cancellationToken)) is not { } user)
        {
            return null;
        }

        var account = user.Text("displayName") ?? user.Text("name") ?? user.Text("accountId");
        if (account is null)
        {
            problems.Fail("Jira does not say who we are; is the URL that of the site?");
        }

        return account;
    }

    private async Task RightsAsync(CancellationToken cancellationToken)
    {
        var wanted = string.Join(',', Permissions.Select(p => p.Key));
        var answer = await api.SendAsync(TrackerCall.Get($"mypermissions?projectKey={mapping.Project}&permissions={wanted}"), cancellationToken);
        if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound })
        {
            problems.Fail($"There is no project {mapping.Project}, or our account may not see it.");
            return;
        }

        if (problems.Read(answer) is not { } rights)
        {
            return;
        }

        foreach (var (_, name, isNeeded) in Permissions.Where(p => !rights.Member("permissions").Member(p.Key).Is("havePermission")))
        {
            problems.Add($"Our account lacks the permission {name} in {mapping.Project}.", isFatal: isNeeded);
        }
    }

    private async Task NamesAsync(CancellationToken cancellationToken)
    {
        var (screen, failure) = await JiraScreen.ReadAsync(api, mapping.Project, mapping.IssueType, cancellationToken);
        if (screen is null)
        {
            problems.Read(failure!);
            return;
        }

        if (!screen.Fields.ContainsKey("labels"))
        {
            problems.Fail($"The create screen of {screen.Type.Name} in {mapping.Project} has no field Labels, by which a lost ticket is found again; add it.");
        }

        problems.AddRange(UnknownNames(screen));
        string[] ours = ["project", "issuetype", "summary", "description", "labels", "reporter"];
        foreach (var field in screen.Fields.Values.Where(f => f.IsRequired && !ours.Contains(f.Id) && !IsGiven(f)))
        {
            problems.Fail($"{screen.Type.Name} in {mapping.Project} requires the field {field.Name}; give it in the mapping {mapping.Name}.");
        }

        var (statuses, why) = await new JiraWorkflow(api, mapping).StatusesAsync(mapping.Project, screen.Type.Id, cancellationToken);
        if (statuses is null)
        {
            problems.Read(why!);
            return;
        }

        problems.AddRange(mapping.Statuses.Values.Where(s => StatusMove.Find(statuses, s) is null)
            .Select(s => $"{screen.Type.Name} in {mapping.Project} has no status {s}; it has {string.Join(", ", statuses.Select(t => t.Name))}."));
    }

    private IEnumerable<string> UnknownNames(JiraScreen screen)
    {
        var lost = mapping.Priorities.Values.Where(p => screen.Find("priority")?.Choose(p) is null).Select(p => $"the priority {p}")
            .Concat(mapping.Components.Where(c => screen.Find("components")?.Choose(c) is null).Select(c => $"the component {c}"))
            .Concat(mapping.Fields.Keys.Where(f => screen.Find(f) is null).Select(f => $"the field {f}"))
            .Concat(mapping.Assignee is not null && screen.Find("assignee") is null ? ["the assignee"] : []);
        return lost.Distinct().Select(l => $"The create screen of {screen.Type.Name} in {mapping.Project} does not offer {l}; it will be left out.");
    }

    private bool IsGiven(JiraField field) =>
        mapping.Fields.Keys.Any(f => f == field.Id || string.Equals(f, field.Name, StringComparison.OrdinalIgnoreCase))
        || (field.Id == "priority" && mapping.Priorities.Count > 0)
        || (field.Id == "components" && mapping.Components.Count > 0)
        || (field.Id == "assignee" && mapping.Assignee is not null);
}
