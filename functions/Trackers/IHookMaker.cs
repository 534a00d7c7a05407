using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>A kind of tracker in which hooks can be made by its API. Beside its <see cref="ITrackerKind"/>, by the same class.</summary>
public interface IHookMaker
{
    /// <summary>What signs the calls is ours to choose; false where it is the tracker's own.</summary>
    bool ChoosesSecret { get; }

    /// <summary>Makes the hook of a project, or brings the one that is there for the same address up to date. Repeating it makes no second one.</summary>
    Task<HookMaking> MakeAsync(Instance instance, Mapping mapping, HookWish wish, CancellationToken cancellationToken);

    /// <summary>Asks the tracker whether the hook of a project would call us.</summary>
    /// <param name="callback">Our address.</param>
    Task<HookStanding> AskAsync(Instance instance, Mapping mapping, string callback, CancellationToken cancellationToken);
}

/// <summary>The hook that a project shall have.</summary>
/// <param name="Callback">Our address.</param>
/// <param name="Secret">What proves its calls.</param>
public sealed record HookWish(string Callback, string Secret)
{
    /// <inheritdoc/>
    /// <remarks>Without what must not be logged.</remarks>
    public override string ToString() => Callback;
}

/// <summary>How the making of a hook ended.</summary>
public abstract record HookMaking
{
    private HookMaking()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="IsNew">False when it was there before, and was brought up to date.</param>
    public sealed record Done(bool IsNew) : HookMaking;

    /// <summary>It is not there, or not as it should be.</summary>
    public sealed record Failed(string Reason) : HookMaking;

    /// <summary>What an answer came to that was to make or change a hook.</summary>
    public static HookMaking Of(TrackerAnswer answer, bool isNew) =>
        answer.FailureReason() is { } reason ? new Failed(reason) : new Done(isNew);
}

/// <summary>How a hook stands in the tracker.</summary>
public abstract record HookStanding
{
    private HookStanding()
    {
    }

    /// <summary>It would call us.</summary>
    public sealed record Active : HookStanding;

    /// <summary>It is not there, or the tracker has switched it off.</summary>
    public sealed record Off(string Reason) : HookStanding;

    /// <summary>The tracker does not say.</summary>
    public sealed record Unsaid(string Reason) : HookStanding;
}
