using System.Diagnostics;

namespace Patchbay.Links;

/// <summary>Where a test may have the process die, to prove that no ticket is lost or doubled there.</summary>
/// <remarks>Off unless <c>Patchbay:Faults:KillAt</c> names a step; a killed process runs no finally and flushes nothing.</remarks>
public sealed class FaultPoint(FaultSettings settings)
{
    private int passed;

    /// <summary>Dies here when the settings say so.</summary>
    public void Pass(PushStep step)
    {
        if (settings.KillAt == step && Interlocked.Increment(ref passed) > settings.KillAfter)
        {
            Process.GetCurrentProcess().Kill();
        }
    }
}

/// <summary>Where to die.</summary>
public sealed record FaultSettings
{
    /// <summary>The step; null for none, as always outside tests.</summary>
    public PushStep? KillAt { get; init; }

    /// <summary>How often the step is passed unharmed before. Default 0.</summary>
    public int KillAfter { get; init; }
}

/// <summary>The steps from a wish to a link.</summary>
public enum PushStep
{
    /// <summary>Findings and wishes are committed, the lane does not know yet.</summary>
    WishesCommitted,

    /// <summary>A group knows its findings, the lane of its ticket does not.</summary>
    GroupTold,

    /// <summary>The lane of a group's ticket knows, the note beside the findings still stands.</summary>
    GroupPushed,

    /// <summary>The lane knows, its wake-up is not sent.</summary>
    LaneNoted,

    /// <summary>The push was taken up, nothing is stored.</summary>
    BeforeIntent,

    /// <summary>The intent is stored, the tracker was not called.</summary>
    AfterIntent,

    /// <summary>The tracker made the ticket, we stored nothing of it.</summary>
    AfterCreate,

    /// <summary>The ticket is indexed, the link does not name it.</summary>
    AfterIndex,

    /// <summary>The link names the ticket, the lane still holds the push.</summary>
    AfterLink,
}
