using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;
using Patchbay.Tickets.Html;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Reads work items and what is said in them, and finds out why one cannot be read.</summary>
internal sealed class AzureReader(AzureApi api, Mapping mapping, AzureTypes types)
{
    // Azure DevOps ends an item's life at ten thousand revisions.
    private const int MostPages = 50;
    private const int PageItems = 200;

    private readonly string project = mapping.Project;

    /// <summary>Asks for a work item as it is now, also when it was moved to another project.</summary>
    /// <returns>The item; or what came instead, told as the end of a push.</returns>
    public async Task<(AzureItem? Item, PushResult? Failure)> GetAsync(int id, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get(PathOf(id)), cancellationToken);
        if (answer is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound })
        {
            (answer, var failure) = await FollowAsync(id, cancellationToken);
            if (answer is null)
            {
                return (null, failure);
            }
        }

        return answer is not TrackerAnswer.Done done ? (null, answer.ToPush())
            : AzureItem.Of(done.Body) is { } item ? (item, null)
            : (null, new PushResult.Refused("Azure DevOps' answer is no work item; is the URL that of the organisation?"));
    }

    /// <summary>Asks for a ticket's state now.</summary>
    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        if (AzureItem.IdOf(known.Key) is not { } id)
        {
            return new TicketReading.Refused($"{known.Key} is no work item of Azure DevOps.");
        }

        var (item, failure) = await GetAsync(id, cancellationToken);
        if (item is null)
        {
            return AsReading(failure!);
        }

        var (type, why) = await types.FindAsync(item.Project ?? project, item.Type, cancellationToken);
        return type is null ? why!.ToReading() : new TicketReading.Seen(Snapshot(item, type));
    }

    /// <summary>Comments once.</summary>
    /// <remarks>The discussion is a field that only grows; what was added when is in the item's updates.</remarks>
    public async Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        if (AzureItem.IdOf(known.Key) is not { } id)
        {
            return new PushResult.Refused($"{known.Key} is no work item of Azure DevOps.");
        }

        var (item, failure) = await GetAsync(id, cancellationToken);
        if (item is null)
        {
            return failure!;
        }

        var home = item.Project ?? project;
        for (var page = 0; page < MostPages; page++)
        {
            var path = AzureApi.Wit(home, $"workItems/{Number(id)}/updates?$top={PageItems}&$skip={page * PageItems}");
            var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return answer.ToPush();
            }

            var updates = done.Body.Member("value").Items().ToList();
            if (updates.Exists(u => TicketMarker.IsIn(u.Member("fields").Member(AzureField.History).Text("newValue") ?? "", comment.Marker)))
            {
                return new PushResult.Filed(known);
            }

            if (updates.Count < PageItems)
            {
                break;
            }
        }

        var change = AzureChange.Set(AzureField.History, HtmlRenderer.Render(comment.Body, AzureLimits.TextCharacters));
        var call = AzureApi.Patch(HttpMethod.Patch, AzureApi.Wit(home, $"workitems/{Number(id)}"), [change]) with { IsCreation = true };
        var made = await api.SendAsync(call, cancellationToken);
        return made is TrackerAnswer.Done ? new PushResult.Filed(known) : made.ToPush();
    }

    /// <summary>An item as a snapshot.</summary>
    public TicketSnapshot Snapshot(AzureItem item, AzureType type) =>
        new(AzureItem.RefOf(api, item.Id), item.Fields.Text(AzureField.Title) ?? "", StateOf(item, type))
        {
            Resolution = item.Fields.Text(AzureField.Reason),
            Priority = item.Fields.Member(AzureField.Priority) is { ValueKind: JsonValueKind.Number or JsonValueKind.String } priority ? priority.ToString() : null,
            Severity = AzureUrgency.SignsOf(item, type, mapping),
            Assignee = PersonName.For(mapping, item.People),
            Labels = item.Tags,
            ChangedAt = DateTimeOffset.TryParse(
                item.Fields.Text(AzureField.ChangedDate), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var changed) ? changed : null,
        };

    /// <summary>The state an item is in.</summary>
    public static TrackerStatus StateOf(AzureItem item, AzureType type) =>
        StatusMove.Find(type.States, item.State) ?? new TrackerStatus(item.State, item.State, StatusCategory.InProgress);

    /// <summary>Path of an item in the mapping's project.</summary>
    public string PathOf(int id) => AzureApi.Wit(project, $"workitems/{Number(id)}");

    /// <summary>A push's end as a reading's.</summary>
    private static TicketReading AsReading(PushResult failure) => failure switch
    {
        PushResult.Gone gone => new TicketReading.Gone(gone.Reason),
        PushResult.Later later => new TicketReading.Later(later.After, later.Reason),
        PushResult.Refused refused => new TicketReading.Refused(refused.Reason),
        _ => new TicketReading.Later(null, "Azure DevOps gave no usable answer."),
    };

    // A query knows every project we may look into: it tells what was moved from what is gone, and, by being refused, what is hidden from us.
    private async Task<(TrackerAnswer? Answer, PushResult? Failure)> FollowAsync(int id, CancellationToken cancellationToken)
    {
        var query = new { query = $"SELECT [System.Id] FROM WorkItems WHERE [System.Id] = {Number(id)}" };
        var found = await api.SendAsync(TrackerCall.Write(HttpMethod.Post, AzureApi.Wit(project, "wiql"), query), cancellationToken);
        if (found is TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound })
        {
            return (null, new PushResult.Refused($"The project {project} is gone, or our account no longer has access to it."));
        }

        if (found is not TrackerAnswer.Done done)
        {
            return (null, found.ToPush());
        }

        var address = done.Body.Member("workItems").Items().Select(i => i.Text("url")).FirstOrDefault(u => u is not null);
        return address is null
            ? (null, new PushResult.Gone($"The work item {Number(id)} was deleted, or moved to where our account cannot see it."))
            : (await api.SendAsync(TrackerCall.Get(address), cancellationToken), null);
    }

    private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);
}
