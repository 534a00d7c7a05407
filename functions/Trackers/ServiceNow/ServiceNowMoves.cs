using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>Moves records through their states, over a state of work when the table's rules allow no direct way.</summary>
internal sealed class ServiceNowMoves(ServiceNowApi api, ServiceNowLists lists, Mapping mapping)
{
    private const int MostSteps = 6;

    /// <summary>Moves a record to where the ticket should be.</summary>
    /// <returns>Null when it is there; otherwise why it is not.</returns>
    public async Task<PushResult?> MoveAsync(ServiceNowRecord record, Ticket ticket, CancellationToken cancellationToken)
    {
        if (ticket.KeepsStatus)
        {
            return null;
        }

        var (states, failure) = await lists.StatesAsync(cancellationToken);
        if (states is null)
        {
            return failure!.ToPush();
        }

        var value = record.Values.Text(api.Settings.StateField) ?? "";
        var current = StatusMove.Find(states, value) ?? lists.StateOf(value, value);
        return StatusMove.For(mapping, ticket, current, states) switch
        {
            StatusMove.Impossible impossible => new PushResult.Refused(impossible.Reason),
            StatusMove.To to => await WalkAsync(record, current, to.Status, states, ticket, cancellationToken),
            _ => null,
        };
    }

    private async Task<PushResult?> WalkAsync(
        ServiceNowRecord record,
        TrackerStatus from,
        TrackerStatus to,
        IReadOnlyList<TrackerStatus> states,
        Ticket ticket,
        CancellationToken cancellationToken)
    {
        // No way shows which states lead to which: only those of work are tried on the way, for they harm nobody.
        var walk = new WorkflowWalk(to.Id);
        var useful = states.Where(s => s.Id == to.Id || s.Category == StatusCategory.InProgress).ToList();
        foreach (var state in states.Append(from))
        {
            walk.See(state.Id, useful.Select(s => new WorkflowWalk.Step(s.Id, s.Name, s, new Dictionary<string, object>())));
        }

        var (current, steps) = (from.Id, 0);
        while (walk.Next(current) is { } step && steps++ < MostSteps)
        {
            var (values, failure) = await ValuesOfAsync(step.To, to, ticket, cancellationToken);
            if (values is null)
            {
                return failure!.ToPush();
            }

            var path = $"{api.Settings.Table}/{record.Id}?sysparm_fields={ServiceNowRecord.FieldsOf(api.Settings)}&{ServiceNowApi.Plain}";
            var answer = await api.SendAsync(TrackerCall.Write(HttpMethod.Patch, path, values), cancellationToken);
            if (answer is not TrackerAnswer.Done done)
            {
                return answer is TrackerAnswer.Refused refused ? await ExplainAsync(refused, to, ticket, cancellationToken) : answer.ToPush();
            }

            var now = done.Body.Member("result").Text(api.Settings.StateField);
            if (now == to.Id)
            {
                return null;
            }

            if (now == step.To.Id)
            {
                current = now;
            }
            else
            {
                walk.Forbid(current, step);
            }
        }

        return new PushResult.Refused(
            $"ServiceNow takes the change of {record.Number} from {from.Name} to {to.Name} and does not make it: the table's rules may forbid it, or our account lacks the right.");
    }

    // Closing wants a reason and words; a state on the way does not.
    private async Task<(Dictionary<string, string>? Values, TrackerAnswer? Failure)> ValuesOfAsync(
        TrackerStatus next, TrackerStatus to, Ticket ticket, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string> { [api.Settings.StateField] = next.Id };
        if (next.IsOpen || next.Id != to.Id)
        {
            return (values, null);
        }

        if (ServiceNowSettings.IsUsed(api.Settings.CloseNotesField))
        {
            values[api.Settings.CloseNotesField] = $"Closed by Patchbay: the finding is {Words(ticket.State)}.";
        }

        if (ServiceNowSettings.IsUsed(api.Settings.CloseCodeField) && mapping.Resolutions.GetValueOrDefault(ticket.State) is { } wanted)
        {
            var (choices, failure) = await lists.ChoicesAsync(api.Settings.CloseCodeField, cancellationToken);
            if (choices is null)
            {
                return (null, failure);
            }

            var known = choices.FirstOrDefault(c => c.Id == wanted)
                ?? choices.FirstOrDefault(c => string.Equals(c.Name, wanted, StringComparison.OrdinalIgnoreCase));
            values[api.Settings.CloseCodeField] = known?.Id ?? wanted;
        }

        return (values, null);
    }

    private async Task<PushResult> ExplainAsync(
        TrackerAnswer.Refused refused, TrackerStatus to, Ticket ticket, CancellationToken cancellationToken)
    {
        if (to.IsOpen || mapping.Resolutions.ContainsKey(ticket.State) || !ServiceNowSettings.IsUsed(api.Settings.CloseCodeField))
        {
            return refused.ToPush();
        }

        var (choices, _) = await lists.ChoicesAsync(api.Settings.CloseCodeField, cancellationToken);
        var names = string.Join(", ", (choices ?? []).Take(12).Select(c => c.Name));
        return new PushResult.Refused(
            $"{refused.Reason} Name a reason for {ticket.State} under resolutions in the mapping {mapping.Name}{(names.Length > 0 ? $": {names}" : "")}.");
    }

    private static string Words(FindingState state) => state switch
    {
        FindingState.FalsePositive => "a false positive",
        FindingState.RiskAccepted => "accepted as a risk",
        FindingState.Ignored or FindingState.Suppressed => "ignored",
        _ => "no longer seen",
    };
}
