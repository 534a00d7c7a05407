using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>Drains one lane: most urgent first, paced, until nothing is ready or one minute is over.</summary>
/// <remarks>The queue delivers the wake-ups of a lane one at a time, so only one of these works on a lane.</remarks>
public sealed class LaneRun(
    Lane lane, LinkMap links, IntegrationBook integrations, TrackerKinds kinds, TicketPush push, RetryLater retry, TimeProvider clock)
{
    // After so many pushes the list is read again, so that a critical finding that came in meanwhile need not wait for the rest.
    private const int Batch = 20;

    // So many failures in a row are the tracker's trouble, not the tickets'.
    private const int FailuresBeforeHold = 3;

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(1);

    /// <summary>Drains the lane, and has it woken again when something is left. Each push that it parks is looked at when its time comes.</summary>
    public async Task DrainAsync(LaneId id, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + LongestRun;
        var round = new LaneRound(integrations, kinds);
        while (clock.GetUtcNow() < until)
        {
            if (await lane.HoldAsync(id, cancellationToken) is { } hold)
            {
                await lane.WakeAsync(id, hold.Until, cancellationToken);
                return;
            }

            var work = await lane.ReadAsync(id, Batch, cancellationToken);
            if (work.Ready.Count == 0)
            {
                return;
            }

            await PushAsync(id, work.Ready, round, until, cancellationToken);
        }

        await lane.WakeAsync(id, null, cancellationToken);
    }

    private async Task PushAsync(
        LaneId id, IReadOnlyList<StoredPush> ready, LaneRound round, DateTimeOffset until, CancellationToken cancellationToken)
    {
        foreach (var next in ready.TakeWhile(_ => clock.GetUtcNow() < until))
        {
            switch (await PushOneAsync(next.Push.Link, round, cancellationToken))
            {
                case PushEnd.Done done:
                    round.Failures = 0;
                    await lane.DoneAsync(id, next, cancellationToken);
                    await PaceAsync(done.WasCalled ? round.Pace : TimeSpan.Zero, cancellationToken);
                    break;
                case PushEnd.Parked parked:
                    round.Failures += parked.IsFailure ? 1 : 0;
                    await lane.ParkAsync(id, next, parked.Until, cancellationToken);
                    if (parked.HoldsLane || round.Failures >= FailuresBeforeHold)
                    {
                        await lane.SetHoldAsync(id, new LaneHold(parked.Until, parked.Reason), cancellationToken);
                        return;
                    }

                    await RetryLaterAsync(id, next.Push with { NotBefore = parked.Until }, cancellationToken);
                    break;
            }
        }
    }

    // Whoever dies before this leaves a parked push that Tend finds.
    private Task RetryLaterAsync(LaneId id, PendingPush parked, CancellationToken cancellationToken) =>
        parked.NotBefore > clock.GetUtcNow() ? retry(id, parked, cancellationToken) : Task.CompletedTask;

    private async Task<PushEnd> PushOneAsync(LinkRef link, LaneRound round, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(link, cancellationToken) is not { } stored)
        {
            return new PushEnd.Done(WasCalled: false);
        }

        return await round.OpenAsync(link.Mapping, cancellationToken) is { } open
            ? await push.RunAsync(stored, open.Route, open.Tracker, cancellationToken)
            : await push.EndAsync(
                stored, new PushResult.Refused($"The mapping {link.Mapping} no longer exists."), cancellationToken);
    }

    private Task PaceAsync(TimeSpan pace, CancellationToken cancellationToken) =>
        pace > TimeSpan.Zero ? Task.Delay(pace, clock, cancellationToken) : Task.CompletedTask;
}
