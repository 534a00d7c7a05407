using System.Text.Json;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Makes a project's service hooks. Source: Microsoft's REST reference, "Service hooks, Subscriptions".</summary>
internal sealed class AzureHookMaker(AzureApi api, string project)
{
    private const string Subscriptions = "_apis/hooks/subscriptions";

    private static readonly string[] Events = ["workitem.updated", "workitem.deleted", "workitem.restored", "workitem.commented"];

    /// <summary>Makes one for each event, or gives those that are there the password anew.</summary>
    public async Task<HookMaking> MakeAsync(HookWish wish, CancellationToken cancellationToken)
    {
        var (id, hooks, failure) = await FindAsync(wish.Callback, cancellationToken);
        var isNew = false;
        foreach (var happened in failure is null ? Events : [])
        {
            var known = hooks.FirstOrDefault(h => h.Text("eventType") == happened);
            var body = new
            {
                id = known.Text("id"),
                publisherId = "tfs",
                eventType = happened,
                resourceVersion = "1.0",
                consumerId = "webHooks",
                consumerActionId = "httpRequest",
                publisherInputs = new { projectId = id },
                consumerInputs = new { url = wish.Callback, basicAuthUsername = "patchbay", basicAuthPassword = wish.Secret, detailedMessagesToSend = "none", messagesToSend = "none" },
            };
            var call = body.id is { } there
                ? TrackerCall.Write(HttpMethod.Put, $"{Subscriptions}/{Uri.EscapeDataString(there)}", body)
                : TrackerCall.Create(Subscriptions, body);
            if ((await api.SendAsync(call, cancellationToken)).FailureReason() is { } reason)
            {
                return new HookMaking.Failed(reason);
            }

            isNew |= body.id is null;
        }

        return failure is null ? new HookMaking.Done(isNew) : new HookMaking.Failed(failure);
    }

    /// <summary>Asks whether it is there and switched on.</summary>
    public async Task<HookStanding> AskAsync(string callback, CancellationToken cancellationToken)
    {
        var (_, hooks, failure) = await FindAsync(callback, cancellationToken);
        if (failure is not null)
        {
            return new HookStanding.Unsaid(failure);
        }

        var updates = hooks.FirstOrDefault(h => h.Text("eventType") == Events[0]);
        return updates.Text("status") switch
        {
            null => new HookStanding.Off($"{project} has no service hook for updated work items to our address."),
            "enabled" => new HookStanding.Active(),
            "onProbation" => new HookStanding.Off($"Azure DevOps has restricted the service hook of {project} after failed calls, and drops events meanwhile."),
            var status => new HookStanding.Off($"The service hook of {project} is {status}."),
        };
    }

    private async Task<(string? ProjectId, IReadOnlyList<JsonElement> Hooks, string? Failure)> FindAsync(
        string callback, CancellationToken cancellationToken)
    {
        var found = await api.SendAsync(TrackerCall.Get($"_apis/projects/{Uri.EscapeDataString(project)}"), cancellationToken);
        if (found is not TrackerAnswer.Done { Body: var body } || body.Text("id") is not { } id)
        {
            return (null, [], found.FailureReason() ?? "Azure DevOps' answer names no project; is the URL that of the organisation?");
        }

        var answer = await api.SendAsync(TrackerCall.Get($"{Subscriptions}?publisherId=tfs&consumerId=webHooks"), cancellationToken);
        return answer is TrackerAnswer.Done done
            ? (id,
                [
                    .. done.Body.Member("value").Items().Where(h =>
                        h.Member("consumerInputs").Text("url") == callback && h.Member("publisherInputs").Text("projectId") == id),
                ],
                null)
            : (id, [], $"The account may not see the service hooks; it needs the permission to view and edit subscriptions. {answer.FailureReason()}");
    }
}
