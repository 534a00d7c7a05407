using System.Text.Json;

namespace Patchbay.Trackers.Trello;

/// <summary>Makes a board's webhook. Source: Atlassian's "Trello webhooks".</summary>
/// <param name="token">The account's token, to which webhooks belong.</param>
internal sealed class TrelloHookMaker(TrackerHttp http, string token, string board)
{
    /// <summary>Makes it, or switches the one that is there on again. Trello tries our address with HEAD before it answers.</summary>
    public async Task<HookMaking> MakeAsync(HookWish wish, CancellationToken cancellationToken)
    {
        var (id, hook, failure) = await FindAsync(wish.Callback, cancellationToken);
        if (failure is not null)
        {
            return new HookMaking.Failed(failure);
        }

        var call = hook is { } known
            ? TrackerCall.Write(HttpMethod.Put, $"webhooks/{known.Text("id")}", new { active = true })
            : TrackerCall.Create("webhooks", new { callbackURL = wish.Callback, idModel = id, description = "Patchbay" });
        return HookMaking.Of(await http.SendAsync(call, cancellationToken), isNew: hook is null);
    }

    /// <summary>Asks whether it is there and switched on.</summary>
    public async Task<HookStanding> AskAsync(string callback, CancellationToken cancellationToken)
    {
        var (_, hook, failure) = await FindAsync(callback, cancellationToken);
        return (hook, failure) switch
        {
            (_, { } reason) => new HookStanding.Unsaid(reason),
            (null, _) => new HookStanding.Off($"The board {board} has no webhook for our address that belongs to our token."),
            ({ } known, _) => known.Is("active") ? new HookStanding.Active() : new HookStanding.Off($"Trello has switched the webhook of {board} off."),
        };
    }

    private async Task<(string? BoardId, JsonElement? Hook, string? Failure)> FindAsync(string callback, CancellationToken cancellationToken)
    {
        var found = await http.SendAsync(TrackerCall.Get($"boards/{board}?fields=id"), cancellationToken);
        if (found is not TrackerAnswer.Done { Body: var body } || body.Text("id") is not { } id)
        {
            return (null, null, found.FailureReason() ?? "Trello's answer names no board; is the URL that of its API?");
        }

        var answer = await http.SendAsync(TrackerCall.Get($"tokens/{Uri.EscapeDataString(token)}/webhooks"), cancellationToken);
        return answer is TrackerAnswer.Done done
            ? (id, done.Body.Items().Select(h => (JsonElement?)h).FirstOrDefault(h => h!.Value.Text("callbackURL") == callback && h.Value.Text("idModel") == id), null)
            : (id, null, answer.FailureReason());
    }
}
