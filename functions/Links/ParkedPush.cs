namespace Patchbay.Links;

/// <summary>Looks at a push that was parked, and has its lane drained when it may be tried again.</summary>
public sealed class ParkedPush(Lane lane, TimeProvider clock)
{
    // A lane works for a minute at a time, so after one the push was either tried or has its turn coming.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Looks, and wakes the lane if need be. Repeating it is harmless.</summary>
    /// <param name="key">The push's key in its lane.</param>
    /// <returns>When to look again; null when the push is off the lane.</returns>
    public async Task<DateTimeOffset?> LookAsync(LaneId id, string key, CancellationToken cancellationToken)
    {
        if (await lane.FindAsync(id, key, cancellationToken) is not { } push)
        {
            return null;
        }

        if (push.NotBefore is { } due && due > clock.GetUtcNow())
        {
            return due;
        }

        if (await lane.HoldAsync(id, cancellationToken) is { } hold)
        {
            return hold.Until + Patience;
        }

        await lane.WakeAsync(id, null, cancellationToken);
        return clock.GetUtcNow() + Patience;
    }
}
