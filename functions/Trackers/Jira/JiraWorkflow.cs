using System.Text.Json;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Jira;

/// <summary>Moves issues through their workflow, over several steps when none leads straight there.</summary>
internal sealed class JiraWorkflow(JiraApi api, Mapping mapping)
{
    // Workflows have some five statuses; twelve steps see all of them twice.
    private const int MostSteps = 12;

    /// <summary>Every status that issues of a type have in a project.</summary>
    /// <returns>The statuses in Jira's order, or why they are not known.</returns>
    public async Task<(IReadOnlyList<TrackerStatus>? Statuses, TrackerAnswer? Failure)> StatusesAsync(
        string project, string typeId, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get($"project/{Uri.EscapeDataString(project)}/statuses"), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return (null, answer);
        }

        var type = done.Body.Items().FirstOrDefault(t => t.Text("id") == typeId);
        return type.ValueKind == JsonValueKind.Undefined
            ? (null, new TrackerAnswer.Refused(done.Status, $"Jira shows no statuses for this issue type in {project}."))
            : ([.. type.Member("statuses").Items().Select(StatusOf).OfType<TrackerStatus>()], null);
    }

    /// <summary>A status as Jira writes it; null when it is none.</summary>
    public static TrackerStatus? StatusOf(JsonElement status) =>
        status.Text("id") is { } id
            ? new TrackerStatus(id, status.Text("name") ?? id, status.Member("statusCategory").Text("key") switch
            {
                "new" or "undefined" => StatusCategory.ToDo,
                "done" => StatusCategory.Done,
                _ => StatusCategory.InProgress,
            })
            : null;

    /// <summary>Moves an issue.</summary>
    /// <returns>Null when it is there; otherwise why it is not.</returns>
    public async Task<PushResult?> MoveAsync(
        string key, TrackerStatus from, TrackerStatus to, Ticket ticket, CancellationToken cancellationToken)
    {
        var walk = new WorkflowWalk(to.Id);
        var (current, lacks) = (from, new SortedSet<string>(StringComparer.Ordinal));
        for (var steps = 0; current.Id != to.Id && steps < MostSteps; steps++)
        {
            var answer = await api.SendAsync(TrackerCall.Get($"issue/{key}/transitions?expand=transitions.fields"), cancellationToken);
            if (answer is not TrackerAnswer.Done offers)
            {
                return answer.ToPush();
            }

            walk.See(current.Id, offers.Body.Member("transitions").Items().Select(t => Read(t, ticket, lacks)).OfType<WorkflowWalk.Step>());
            if (walk.Next(current.Id) is not { } step)
            {
                return NoWay(key, from, current, to, lacks);
            }

            var taken = await api.SendAsync(TakingOf(key, step), cancellationToken);
            switch (taken)
            {
                case TrackerAnswer.Done:
                    current = step.To;
                    break;
                case TrackerAnswer.Refused { Status: StatusCodes.Status400BadRequest or StatusCodes.Status409Conflict } refused:
                    walk.Forbid(current.Id, step);
                    lacks.Add(refused.Reason);
                    break;
                default:
                    return taken.ToPush();
            }
        }

        return current.Id == to.Id ? await CheckAsync(key, to, cancellationToken) : NoWay(key, from, current, to, lacks);
    }

    private static TrackerCall TakingOf(string key, WorkflowWalk.Step step)
    {
        var transition = new { id = step.Id };
        object body = step.Fields.Count > 0 ? new { transition, fields = step.Fields } : new { transition };
        return TrackerCall.Write(HttpMethod.Post, $"issue/{key}/transitions", body);
    }

    // What a workflow does after a step can lead on by itself.
    private async Task<PushResult?> CheckAsync(string key, TrackerStatus wanted, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(TrackerCall.Get($"issue/{key}?fields=status"), cancellationToken);
        return answer is not TrackerAnswer.Done done ? answer.ToPush()
            : StatusOf(done.Body.Member("fields").Member("status")) is { } there && there.Id != wanted.Id
                ? new PushResult.Refused($"Jira took {key} to {wanted.Name}, but its workflow left it in {there.Name}.")
                : null;
    }

    // A step whose screen asks for something that nobody gave cannot be taken; what it lacks is told if there is no other way.
    private WorkflowWalk.Step? Read(JsonElement transition, Ticket ticket, SortedSet<string> lacks)
    {
        if (transition.Text("id") is not { } id || StatusOf(transition.Member("to")) is not { } to)
        {
            return null;
        }

        var given = new Dictionary<string, object>();
        var screen = transition.Member("fields") is { ValueKind: JsonValueKind.Object } fields ? fields.EnumerateObject().ToList() : [];
        foreach (var field in screen.Select(f => JiraField.Of(f.Name, f.Value)))
        {
            if (Fill(field, ticket, to) is { } value)
            {
                given[field.Id] = value;
            }
            else if (field.IsRequired)
            {
                lacks.Add(Lack(transition.Text("name") ?? id, field, ticket));
                return null;
            }
        }

        return new WorkflowWalk.Step(id, transition.Text("name") ?? id, to, given);
    }

    private object? Fill(JiraField field, Ticket ticket, TrackerStatus to)
    {
        if (field.Id == "resolution")
        {
            return !to.IsOpen && mapping.Resolutions.GetValueOrDefault(ticket.State) is { } resolution ? field.Choose(resolution) : null;
        }

        var text = ticket.Fields.FirstOrDefault(f => f.Key == field.Id || string.Equals(f.Key, field.Name, StringComparison.OrdinalIgnoreCase)).Value;
        return string.IsNullOrWhiteSpace(text) ? null : field.Write(text, api);
    }

    private string Lack(string step, JiraField field, Ticket ticket)
    {
        var choices = field.Choices.Count > 0 ? $" ({string.Join(", ", field.Choices.Take(10).Select(c => c.Name))})" : "";
        return field.Id == "resolution"
            ? $"the step {step} asks for a resolution{choices}: name one for {ticket.State} under resolutions in the mapping {mapping.Name}"
            : $"the step {step} asks for {field.Name}{choices}: give it under fields in the mapping {mapping.Name}";
    }

    private static PushResult.Refused NoWay(
        string key, TrackerStatus from, TrackerStatus current, TrackerStatus to, SortedSet<string> lacks)
    {
        var where = from.Id == current.Id ? $"from {from.Name}" : $"from {from.Name}; it is now in {current.Name}";
        var why = lacks.Count > 0 ? $": {string.Join("; ", lacks)}" : "";
        return new PushResult.Refused($"The workflow lets our account take {key} to {to.Name} on no way {where}{why}.");
    }
}
