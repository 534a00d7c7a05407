using System.Globalization;
using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Jira;

/// <summary>Reads issues and what is said below them, and finds out why one cannot be read.</summary>
internal sealed class JiraReader(JiraApi api, Mapping mapping)
{
    private const string Fields = "summary,status,labels,updated,resolution,priority,assignee,issuetype";

    // A repeat comes soon after the first: a thousand comments later nobody asks for it again.
    private const int MostPages = 10;
    private const int PageItems = 100;

    /// <summary>Asks for an issue as it is now.</summary>
    /// <returns>The issue as Jira writes it, under its present key; or what came instead.</returns>
    public Task<TrackerAnswer> GetAsync(string key, CancellationToken cancellationToken) =>
        api.SendAsync(TrackerCall.Get($"issue/{key}?fields={Fields}"), cancellationToken);

    /// <summary>Asks for an issue's state now.</summary>
    public async Task<TicketReading> ReadAsync(TicketRef known, CancellationToken cancellationToken)
    {
        if (!JiraKey.IsIssue(known.Key))
        {
            return new TicketReading.Refused($"{known.Key} is no issue of Jira.");
        }

        var answer = await GetAsync(known.Key, cancellationToken);
        if (answer is TrackerAnswer.Done done)
        {
            return Snapshot(done.Body) is { } seen
                ? new TicketReading.Seen(seen)
                : new TicketReading.Refused("Jira's answer is no issue; is the URL that of the site?");
        }

        return await WhyAsync(known.Key, answer, cancellationToken) switch
        {
            PushResult.Gone gone => new TicketReading.Gone(gone.Reason),
            PushResult.Later later => new TicketReading.Later(later.After, later.Reason),
            PushResult.Refused refused => new TicketReading.Refused(refused.Reason),
            _ => answer.ToReading(),
        };
    }

    /// <summary>An issue as Jira writes it; null when it is something else.</summary>
    public TicketSnapshot? Snapshot(JsonElement issue)
    {
        var fields = issue.Member("fields");
        var priority = fields.Member("priority");
        var labels = LabelsOf(issue);
        return JiraKey.RefOf(api, issue) is { } ticket && JiraWorkflow.StatusOf(fields.Member("status")) is { } status
            ? new TicketSnapshot(ticket, fields.Text("summary") ?? "", status)
            {
                Resolution = fields.Member("resolution").Text("name"),
                Priority = priority.Text("id"),
                Severity = SeveritySigns.None.And(s => mapping.Priorities.GetValueOrDefault(s), [priority.Text("id"), priority.Text("name")])
                    .And(SeveritySigns.OfLabels(mapping, labels)),
                Assignee = PersonName.For(mapping, fields.Member("assignee").Text(api.Edition.PersonMember)),
                Labels = labels,
                ChangedAt = DateTimeOffset.TryParse(
                    fields.Text("updated"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var changed) ? changed : null,
            }
            : null;
    }

    /// <summary>An issue's labels.</summary>
    public static IReadOnlyList<string> LabelsOf(JsonElement issue) =>
        [.. issue.Member("fields").Member("labels").Items().Where(l => l.ValueKind == JsonValueKind.String).Select(l => l.GetString()!)];

    /// <summary>Comments once.</summary>
    public async Task<PushResult> CommentAsync(TicketRef known, TicketComment comment, CancellationToken cancellationToken)
    {
        if (!JiraKey.IsIssue(known.Key))
        {
            return new PushResult.Refused($"{known.Key} is no issue of Jira.");
        }

        for (var page = 0; page < MostPages; page++)
        {
            var path = $"issue/{known.Key}/comment?startAt={page * PageItems}&maxResults={PageItems}&orderBy=-created";
            var answer = await api.SendAsync(TrackerCall.Get(path), cancellationToken);
            if (answer is not TrackerAnswer.Done there)
            {
                return await WhyAsync(known.Key, answer, cancellationToken);
            }

            var comments = there.Body.Member("comments").Items().ToList();
            if (comments.Exists(c => TicketMarker.IsIn(JiraEdition.WordsOf(c.Member("body")), comment.Marker)))
            {
                return new PushResult.Filed(known);
            }

            if (comments.Count == 0 || !there.Body.Member("total").IsMoreThan((page + 1) * PageItems))
            {
                break;
            }
        }

        var body = api.Edition.Text(comment.Body, api.TextCharacters);
        var made = await api.SendAsync(TrackerCall.Create($"issue/{known.Key}/comment", new { body }), cancellationToken);
        return made is TrackerAnswer.Done ? new PushResult.Filed(known) : await WhyAsync(known.Key, made, cancellationToken);
    }

    /// <summary>What a failed call about an issue means.</summary>
    /// <remarks>Jira answers 404 for what is gone and for what we may not see; whether we may look into the project tells most of them apart.</remarks>
    public async Task<PushResult> WhyAsync(string key, TrackerAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is not TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound or StatusCodes.Status410Gone } refused)
        {
            return answer.ToPush();
        }

        if (refused.Status == StatusCodes.Status410Gone)
        {
            return new PushResult.Gone(refused.Reason);
        }

        var project = JiraKey.ProjectOf(key);
        var seen = await api.SendAsync(TrackerCall.Get($"mypermissions?projectKey={project}&permissions=BROWSE_PROJECTS"), cancellationToken);
        return seen switch
        {
            TrackerAnswer.Done done when done.Body.Member("permissions").Member("BROWSE_PROJECTS").Is("havePermission") =>
                new PushResult.Gone($"{key} was deleted from {project}, or moved to where our account cannot see it."),
            TrackerAnswer.Done or TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound or StatusCodes.Status400BadRequest } =>
                new PushResult.Refused($"The project {project} is gone, or our account may no longer browse it."),
            _ => seen.ToPush(),
        };
    }
}
