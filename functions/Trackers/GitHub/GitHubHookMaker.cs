using System.Globalization;
using System.Text.Json;

namespace Patchbay.Trackers.GitHub;

/// <summary>Makes a repository's webhook. Source: GitHub's REST reference, "Repository webhooks".</summary>
internal sealed class GitHubHookMaker(GitHubApi api, string repository)
{
    // A repository has at most 20 hooks for one event.
    private const int MostHooks = 100;

    private static readonly string[] Events = ["issues", "issue_comment"];

    /// <summary>Makes it, or sets its secret and events anew.</summary>
    public async Task<HookMaking> MakeAsync(HookWish wish, CancellationToken cancellationToken)
    {
        var (hook, failure) = await FindAsync(wish.Callback, cancellationToken);
        if (failure is not null)
        {
            return new HookMaking.Failed(failure);
        }

        var config = new { url = wish.Callback, content_type = "json", secret = wish.Secret, insecure_ssl = "0" };
        return hook is { } known
            ? HookMaking.Of(
                await api.SendAsync(TrackerCall.Write(HttpMethod.Patch, PathOf(known), new { active = true, events = Events, config }), cancellationToken),
                isNew: false)
            : HookMaking.Of(
                await api.SendAsync(TrackerCall.Create($"repos/{repository}/hooks", new { name = "web", active = true, events = Events, config }), cancellationToken),
                isNew: true);
    }

    /// <summary>Asks whether it is there and switched on.</summary>
    public async Task<HookStanding> AskAsync(string callback, CancellationToken cancellationToken)
    {
        var (hook, failure) = await FindAsync(callback, cancellationToken);
        return (hook, failure) switch
        {
            (_, { } reason) => new HookStanding.Unsaid(reason),
            (null, _) => new HookStanding.Off($"{repository} has no webhook for our address."),
            ({ } known, _) => known.Is("active") ? new HookStanding.Active() : new HookStanding.Off($"The webhook of {repository} is switched off."),
        };
    }

    private async Task<(JsonElement? Hook, string? Failure)> FindAsync(string callback, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get($"repos/{repository}/hooks?per_page={MostHooks}"), cancellationToken);
        return answer is TrackerAnswer.Done done
            ? (done.Body.Items().Select(h => (JsonElement?)h).FirstOrDefault(h => h!.Value.Member("config").Text("url") == callback), null)
            : (null, $"The account may not see the webhooks of {repository}; it needs Webhooks: read and write. {answer.FailureReason()}");
    }

    private string PathOf(JsonElement hook) =>
        string.Create(CultureInfo.InvariantCulture, $"repos/{repository}/hooks/{hook.Member("id").GetRawText()}");
}
