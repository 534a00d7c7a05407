namespace Patchbay.Hooks;

/// <summary>What became of an instance's webhook calls so far.</summary>
public sealed record HookHealth
{
    // A tracker that was silent for longer may be at rest, or its hook broken.
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    /// <summary>Calls that proved themselves, told for the first time: those noted for nothing included.</summary>
    public long Accepted { get; init; }

    /// <summary>Those among them that were about no ticket of ours.</summary>
    public long Noted { get; init; }

    /// <summary>Calls that had been before.</summary>
    public long Repeated { get; init; }

    /// <summary>Calls that did not prove themselves, or were too large to be looked at.</summary>
    public long Refused { get; init; }

    /// <summary>Changes that polling found and no call had announced.</summary>
    public long Missed { get; init; }

    /// <summary>When the first call proved itself; null when none has.</summary>
    public DateTimeOffset? FirstAcceptedAt { get; init; }

    /// <summary>When the last call proved itself; null when none has.</summary>
    public DateTimeOffset? LastAcceptedAt { get; init; }

    /// <summary>When the last call was refused; null when none was.</summary>
    public DateTimeOffset? LastRefusedAt { get; init; }

    /// <summary>Why it was.</summary>
    public string? LastRefusedReason { get; init; }

    /// <summary>When polling last found a change that no call had announced; null when it never did.</summary>
    public DateTimeOffset? LastMissedAt { get; init; }

    /// <summary>When the tracker said that the hook is missing or switched off; null when it is not, as far as it was asked.</summary>
    public DateTimeOffset? OffAt { get; init; }

    /// <summary>What the tracker said then.</summary>
    public string? OffReason { get; init; }

    /// <summary>Whether calls tell what changes: the last came lately, and since then nothing was missed and the tracker did not say that the hook is off.</summary>
    public bool Tells(DateTimeOffset now) => LastAcceptedAt > now - Lately && !(LastMissedAt > LastAcceptedAt) && !(OffAt > LastAcceptedAt);
}
