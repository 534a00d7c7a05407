using System.Text.Json;

namespace Patchbay.Trackers.GitHub;

/// <summary>Finds out who we are on GitHub and what we may do in a repository, and says what is missing.</summary>
internal sealed class GitHubConnectionTest(GitHubApi api, string repository)
{
    private readonly ConnectionProblems problems = new(
        "GitHub answered with nothing; is the URL that of its API? Enterprise Server needs /api/v3 at its end.");

    /// <summary>Asks GitHub; three calls at most for a token, five for an App.</summary>
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        var account = api.Credentials switch
        {
            GitHubCredentials.App app => await AppAsync(app, cancellationToken),
            GitHubCredentials.Token => await UserAsync(cancellationToken),
            _ => null,
        };
        if (problems.IsUsable)
        {
            await RepositoryAsync(cancellationToken);
        }

        return problems.Result(account);
    }

    private async Task<string?> UserAsync(CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get("user"), cancellationToken);
        if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status403Forbidden })
        {
            // An installation token given as if it were a person's: it works, but belongs to nobody who could be named.
            return null;
        }

        return problems.Read(answer) is { } user ? user.Text("login") : null;
    }

    private async Task<string?> AppAsync(GitHubCredentials.App app, CancellationToken cancellationToken)
    {
        if (problems.Read(await api.SendSignedAsync(app, TrackerCall.Get("app"), cancellationToken)) is not { } found)
        {
            return null;
        }

        var permissions = found.Member("permissions");
        if (permissions.Text("issues") != "write")
        {
            problems.Fail("The GitHub App needs the repository permission Issues: read and write.");
        }

        return found.Text("slug") is { } slug ? $"{slug}[bot]" : null;
    }

    private async Task RepositoryAsync(CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get($"repos/{repository}"), cancellationToken);
        if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound })
        {
            problems.Fail($"There is no repository {repository}, or our account has no access to it.");
            return;
        }

        if (problems.Read(answer) is not { } found)
        {
            return;
        }

        if (found.Member("has_issues").ValueKind == JsonValueKind.False)
        {
            problems.Fail($"Issues are switched off in the settings of {repository}.");
        }

        if (found.Is("archived"))
        {
            problems.Fail($"{repository} is archived and takes no issues.");
        }

        // Apps have their own permissions; a person's role decides whether labels and assignees are kept.
        var role = found.Member("permissions");
        if (api.Credentials is GitHubCredentials.Token
            && role.ValueKind == JsonValueKind.Object && !role.Is("push") && !role.Is("triage"))
        {
            problems.Add(
                $"Our account has no triage or write role in {repository}: GitHub will drop labels and assignees and refuse updates.");
        }

        problems.Read(await api.SendAsync(TrackerCall.Get($"repos/{repository}/issues?per_page=1"), cancellationToken));
    }
}
