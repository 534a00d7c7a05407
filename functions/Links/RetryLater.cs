namespace Patchbay.Links;

/// <summary>Sees to it that somebody looks at a parked push when it may be tried again. Repeating it is harmless.</summary>
/// <param name="parked">With its time.</param>
public delegate Task RetryLater(LaneId lane, PendingPush parked, CancellationToken cancellationToken);
