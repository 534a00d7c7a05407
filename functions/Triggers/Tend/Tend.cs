using Patchbay.Findings;
using Patchbay.Hosting;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;

namespace Patchbay.Triggers.Tend;

/// <summary>
/// Picks up what a killed process left, unsent messages, lanes nobody woke, parked pushes nobody waits for and tickets nobody looked at, and ends what had a date: accepted risks.
/// Timer: every five minutes.
/// </summary>
public sealed class Tend(Outbox.Outbox outbox, Decisions decisions, Lane lane, RetryLater retry, SyncDesk syncs, IntegrationBook integrations)
{
    /// <summary>Handles one tick.</summary>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await outbox.SweepAllAsync(cancellationToken);
        await decisions.EndAcceptedRisksAsync(cancellationToken);
        foreach (var instance in (await integrations.ReadAsync(cancellationToken)).Instances.Keys)
        {
            await syncs.SweepAsync(instance, cancellationToken);
            // All that an instance could ever have had: what was noted before their number was lowered is still to be pushed.
            foreach (var number in Enumerable.Range(0, IntegrationRules.MostLanes))
            {
                var id = new LaneId(instance, number);
                await TendAsync(id, cancellationToken);
            }
        }
    }

    private async Task TendAsync(LaneId id, CancellationToken cancellationToken)
    {
        // A lane with something ready is woken, and then looks after what it parks itself.
        var work = await lane.ReadAsync(id, most: 1, cancellationToken);
        if (work.Ready.Count > 0)
        {
            await lane.WakeAsync(id, null, cancellationToken);
        }

        foreach (var parked in work.Waiting)
        {
            await retry(id, parked, cancellationToken);
        }
    }
}
