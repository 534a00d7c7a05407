namespace Patchbay.Trackers;

/// <summary>What a kind of tracker calls us with when a ticket changes. Beside its <see cref="ITrackerKind"/>, in the same folder.</summary>
public interface ITrackerHooks
{
    /// <summary>The kind of tracker: <c>github</c>.</summary>
    string Kind { get; }

    /// <summary>What proves that a call is the tracker's, for a person who sets the hook up.</summary>
    string Proof { get; }

    /// <summary>How an administrator makes the hook in the tracker, one sentence for each step.</summary>
    IReadOnlyList<string> Steps { get; }

    /// <summary>The secrets by which calls prove themselves, of which at least one must be set; they are settings of the instance too.</summary>
    IReadOnlyList<KindSetting> Secrets { get; }

    /// <summary>Judges one call: its proof first, over the bytes as they were sent; only then is anything parsed. Calls nobody.</summary>
    HookReading Receive(HookCall call);
}

/// <summary>What one call of a webhook came to.</summary>
public abstract record HookReading
{
    private HookReading()
    {
    }

    /// <summary>It does not prove that it is the tracker's.</summary>
    /// <param name="Reason">For the health of the hook, never for the caller.</param>
    public sealed record Forged(string Reason) : HookReading;

    /// <summary>It is the tracker's and about no ticket, or cannot be read.</summary>
    /// <param name="Delivery">The tracker's name for this call, the same when it is repeated.</param>
    /// <param name="Event">What happened, in the tracker's words.</param>
    public sealed record Noted(string Delivery, string Event, string Why) : HookReading;

    /// <summary>Tickets may have changed.</summary>
    /// <param name="Delivery">The tracker's name for this call, the same when it is repeated.</param>
    /// <param name="Event">What happened, in the tracker's words.</param>
    /// <param name="Keys">The tickets' keys as links have them, in every form they may have; a moved ticket by its old and its new key.</param>
    /// <param name="Actor">Who did it, as the tracker names people; null when it does not say.</param>
    public sealed record Tickets(string Delivery, string Event, IReadOnlyList<string> Keys, string? Actor) : HookReading;
}
