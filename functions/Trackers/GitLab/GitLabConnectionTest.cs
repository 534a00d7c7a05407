using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.GitLab;

/// <summary>Finds out who we are on GitLab and what we may do in a project, and says what is missing.</summary>
internal sealed class GitLabConnectionTest(TrackerHttp http, string project, TimeProvider clock)
{
    // Planner. Guests make issues, but their labels and assignees are dropped.
    private const int LeastAccess = 15;
    private const int NoticeDays = 14;

    private readonly ConnectionProblems problems = new("GitLab answered with nothing; is the URL that of its API, with /api/v4 at its end?");

    /// <summary>Asks GitLab; four calls at most.</summary>
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        var user = await ReadAsync("user", cancellationToken);
        if (user is null)
        {
            return problems.Result(null);
        }

        await CheckTokenAsync(cancellationToken);
        var seen = await http.SendAsync(TrackerCall.Get(GitLabIssue.PathOf(project)), cancellationToken);
        if (seen is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound })
        {
            problems.Fail($"There is no project {project}, or our account has no access to it.");
        }
        else if (problems.Read(seen) is { } found)
        {
            CheckProject(found);
            await ReadAsync($"{GitLabIssue.PathOf(project)}/issues?per_page=1", cancellationToken);
        }

        return problems.Result(user.Value.Text("username"));
    }

    private async Task CheckTokenAsync(CancellationToken cancellationToken)
    {
        // An access token of another kind has no such page; then the first ticket shows what it may do.
        if (await http.SendAsync(TrackerCall.Get("personal_access_tokens/self"), cancellationToken) is not TrackerAnswer.Done token)
        {
            return;
        }

        if (token.Body.Member("scopes") is { ValueKind: JsonValueKind.Array } scopes && scopes.Items().All(s => s.ToString() != "api"))
        {
            problems.Fail("The token needs the scope api.");
        }

        if (DateOnly.TryParse(token.Body.Text("expires_at"), CultureInfo.InvariantCulture, out var end)
            && end <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddDays(NoticeDays)))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The token ends on {end:yyyy-MM-dd}; make another in time."));
        }
    }

    private void CheckProject(JsonElement found)
    {
        if (found.Member("issues_enabled").ValueKind == JsonValueKind.False || found.Text("issues_access_level") == "disabled")
        {
            problems.Fail($"Issues are switched off in the settings of {project}.");
        }

        if (found.Is("archived"))
        {
            problems.Fail($"{project} is archived and takes no issues.");
        }

        var permissions = found.Member("permissions");
        var level = Math.Max(Level(permissions, "project_access"), Level(permissions, "group_access"));
        if (permissions.ValueKind == JsonValueKind.Object && level < LeastAccess)
        {
            problems.Add($"Our account is less than a planner in {project}: GitLab will drop labels and assignees and refuse updates.");
        }
    }

    private static int Level(JsonElement permissions, string kind) =>
        permissions.Member(kind).Member("access_level") is { ValueKind: JsonValueKind.Number } level ? level.GetInt32() : 0;

    private async Task<JsonElement?> ReadAsync(string path, CancellationToken cancellationToken) =>
        problems.Read(await http.SendAsync(TrackerCall.Get(path), cancellationToken));
}
