using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Moves work items through their states, over several when the process allows no direct way.</summary>
internal sealed class AzureMoves(AzureApi api, Mapping mapping)
{
    private const int MostSteps = 12;

    /// <summary>Moves an item to where the ticket should be.</summary>
    /// <returns>Null when it is there; otherwise why it is not.</returns>
    public async Task<PushResult?> MoveAsync(AzureItem item, AzureType type, Ticket ticket, CancellationToken cancellationToken)
    {
        switch (StatusMove.For(mapping, ticket, AzureReader.StateOf(item, type), type.States))
        {
            case StatusMove.Impossible impossible:
                return new PushResult.Refused(impossible.Reason);
            case StatusMove.To to:
                return await WalkAsync(item, type, to.Status, ticket, cancellationToken);
            default:
                return null;
        }
    }

    private async Task<PushResult?> WalkAsync(
        AzureItem item, AzureType type, TrackerStatus to, Ticket ticket, CancellationToken cancellationToken)
    {
        var walk = new WorkflowWalk(to.Id);
        foreach (var state in type.States)
        {
            walk.See(state.Id, type.From(state.Id));
        }

        var refusals = new List<string>();
        for (var (steps, current) = (0, item.State); steps < MostSteps; steps++)
        {
            if (walk.Next(current) is not { } step)
            {
                break;
            }

            var answer = await api.SendAsync(TakingOf(item, step, to, ticket), cancellationToken);
            switch (answer)
            {
                case TrackerAnswer.Done done when AzureItem.Of(done.Body)?.State != step.To.Id:
                    return new PushResult.Refused($"Azure DevOps took the change of state to {step.Name} and did not make it.");
                case TrackerAnswer.Done when step.To.Id == to.Id:
                    return null;
                case TrackerAnswer.Done:
                    current = step.To.Id;
                    break;
                case TrackerAnswer.Refused { Status: StatusCodes.Status400BadRequest } refused:
                    walk.Forbid(current, step);
                    refusals.Add(refused.Reason);
                    break;
                default:
                    return answer.ToPush();
            }
        }

        var why = refusals.Count > 0 ? $" {string.Join(' ', refusals.Distinct())}" : "";
        return new PushResult.Refused($"The process lets our account take AB#{item.Id} from {item.State} to {to.Name} on no way.{why}");
    }

    private TrackerCall TakingOf(AzureItem item, WorkflowWalk.Step step, TrackerStatus to, Ticket ticket)
    {
        List<AzureChange> changes = [AzureChange.Set(AzureField.State, step.To.Id)];
        if (step.To.Id == to.Id && !to.IsOpen && mapping.Resolutions.GetValueOrDefault(ticket.State) is { } reason)
        {
            changes.Add(AzureChange.Set(AzureField.Reason, reason));
        }

        var path = AzureApi.Wit(item.Project ?? mapping.Project, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"workitems/{item.Id}"));
        return AzureApi.Patch(HttpMethod.Patch, path, changes);
    }
}
