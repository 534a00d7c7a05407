using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.Redmine;

/// <summary>Finds out who we are in Redmine and what we may do in a project, and says what is missing.</summary>
internal sealed class RedmineConnectionTest(RedmineApi api, RedmineFields fields, RedmineSettings settings)
{
    private static readonly (string Permission, string Does)[] Needed =
    [
        ("view_issues", "see issues"), ("add_issues", "add issues"), ("edit_issues", "edit issues"), ("add_issue_notes", "add notes"),
    ];

    private readonly ConnectionProblems problems = new("Redmine answered with nothing; is the URL Redmine's own?");

    /// <summary>Asks Redmine; a handful of calls.</summary>
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        // The answer holds our API key in clear: nothing of it but the login is kept.
        if (await ReadAsync("users/current.json?include=memberships", "user", cancellationToken) is not { } user)
        {
            return problems.Result(null);
        }

        var (project, failure) = await api.ProjectAsync(cancellationToken);
        if (failure is not null)
        {
            problems.Fail(failure is TrackerAnswer.Refused { Status: StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound } refused
                ? refused with { Reason = $"There is no project {Uri.UnescapeDataString(api.Project)}, or our account is not let into it." }
                : failure);
        }
        else
        {
            await CheckAsync(user, project, cancellationToken);
        }

        return problems.Result(user.Text("login"));
    }

    private async Task CheckAsync(JsonElement user, JsonElement project, CancellationToken cancellationToken)
    {
        if (project.Member("enabled_modules").Items().All(m => m.Text("name") != "issue_tracking"))
        {
            problems.Fail($"Issue tracking is switched off in the settings of {project.Text("name")}.");
        }

        if (!project.Member("trackers").Items().Any())
        {
            problems.Fail($"{project.Text("name")} has no trackers, so it takes no issues.");
        }

        if (!user.Is("admin"))
        {
            await CheckRolesAsync(user, project, cancellationToken);
        }

        await CheckFieldsAsync(cancellationToken);
        await ReadAsync($"issues.json?project_id={project.Id()}&limit=1", "issues", cancellationToken);
    }

    private async Task CheckRolesAsync(JsonElement user, JsonElement project, CancellationToken cancellationToken)
    {
        var membership = user.Member("memberships").Items().FirstOrDefault(m => m.Member("project").Id() == project.Id());
        if (membership.ValueKind == JsonValueKind.Undefined)
        {
            problems.Add($"Our account is no member of {project.Text("name")}; give it a role there.");
            return;
        }

        var permissions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in membership.Member("roles").Items())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"roles/{role.Id()}.json");
            var (found, failure) = await api.GetAsync(path, "role", cancellationToken);
            if (failure is not null)
            {
                // Whoever hides roles from us leaves it to the first ticket to find out.
                return;
            }

            permissions.UnionWith(found.Member("permissions").Items().Select(p => p.ToString()));
        }

        foreach (var (permission, does) in Needed.Where(n => !permissions.Contains(n.Permission)))
        {
            problems.Fail($"Our account's role in {project.Text("name")} may not {does} ({permission}).");
        }
    }

    private async Task CheckFieldsAsync(CancellationToken cancellationToken)
    {
        if (settings.LabelsField is null)
        {
            problems.Add("Redmine has no labels of its own: name a custom field of format Text in the setting labelsField, or they are left out.");
        }

        foreach (var name in new[] { settings.LabelsField, settings.MarkerField }.OfType<string>())
        {
            var (id, failure) = await fields.FindAsync(name, cancellationToken);
            if (failure is not null)
            {
                problems.Add(failure.FailureReason()!);
            }
            else if (id is null)
            {
                problems.Add($"The custom field {name} is not known yet: only administrators may list fields. Give its id, or file a first ticket.");
            }
        }
    }

    private async Task<JsonElement?> ReadAsync(string path, string name, CancellationToken cancellationToken)
    {
        var (found, failure) = await api.GetAsync(path, name, cancellationToken);
        if (failure is null)
        {
            return found;
        }

        problems.Fail(failure is TrackerAnswer.Refused { Status: StatusCodes.Status403Forbidden } refused && name == "user"
            ? refused with { Reason = $"{refused.Reason} Is the REST API switched on in Redmine's administration?" }
            : failure);
        return null;
    }
}
