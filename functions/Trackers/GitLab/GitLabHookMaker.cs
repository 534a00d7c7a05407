using System.Text.Json;

namespace Patchbay.Trackers.GitLab;

/// <summary>Makes a project's webhook. Source: GitLab's REST reference, "Project webhooks".</summary>
internal sealed class GitLabHookMaker(TrackerHttp http, string project)
{
    private string Path => $"{GitLabIssue.PathOf(project)}/hooks";

    /// <summary>Makes it with a secret token, or sets its token and events anew, which also switches it on again.</summary>
    public async Task<HookMaking> MakeAsync(HookWish wish, CancellationToken cancellationToken)
    {
        var (hook, failure) = await FindAsync(wish.Callback, cancellationToken);
        if (failure is not null)
        {
            return new HookMaking.Failed(failure);
        }

        var body = new
        {
            url = wish.Callback,
            token = wish.Secret,
            push_events = false,
            issues_events = true,
            confidential_issues_events = true,
            note_events = true,
            confidential_note_events = true,
            enable_ssl_verification = true,
        };
        return hook is { } known
            ? HookMaking.Of(
                await http.SendAsync(TrackerCall.Write(HttpMethod.Put, $"{Path}/{known.Member("id").GetRawText()}", body), cancellationToken), isNew: false)
            : HookMaking.Of(await http.SendAsync(TrackerCall.Create(Path, body), cancellationToken), isNew: true);
    }

    /// <summary>Asks whether it is there and not switched off for its failures.</summary>
    public async Task<HookStanding> AskAsync(string callback, CancellationToken cancellationToken)
    {
        var (hook, failure) = await FindAsync(callback, cancellationToken);
        return (hook, failure) switch
        {
            (_, { } reason) => new HookStanding.Unsaid(reason),
            (null, _) => new HookStanding.Off($"{project} has no webhook for our address."),
            ({ } known, _) => known.Text("alert_status") switch
            {
                "disabled" => new HookStanding.Off($"GitLab has switched the webhook of {project} off, because too many calls failed."),
                "temporarily_disabled" => new HookStanding.Off(
                    $"GitLab has switched the webhook of {project} off until {known.Text("disabled_until") ?? "later"}, because calls failed."),
                _ => new HookStanding.Active(),
            },
        };
    }

    private async Task<(JsonElement? Hook, string? Failure)> FindAsync(string callback, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(TrackerCall.Get($"{Path}?per_page=100"), cancellationToken);
        return answer is TrackerAnswer.Done done
            ? (done.Body.Items().Select(h => (JsonElement?)h).FirstOrDefault(h => h!.Value.Text("url") == callback), null)
            : (null, $"The account may not see the webhooks of {project}; it needs the role maintainer. {answer.FailureReason()}");
    }
}
