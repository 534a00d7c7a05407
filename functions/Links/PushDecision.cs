using Patchbay.Links.Sync;
using Patchbay.Tickets;
using Patchbay.Trackers;

namespace Patchbay.Links;

/// <summary>What a push's outcome does to its link. Pure.</summary>
public abstract record PushDecision
{
    private PushDecision()
    {
    }

    /// <summary>Try again.</summary>
    /// <param name="InDoubt">A ticket may exist; look for the marker before another create.</param>
    public sealed record Wait(DateTimeOffset Until, bool HoldsLane, bool InDoubt, string Reason) : PushDecision;

    /// <summary>Leave it until a person acts.</summary>
    public sealed record GiveUp(LinkState State, string Reason) : PushDecision;

    /// <summary>Decides for a push that did not file.</summary>
    public static PushDecision After(Link link, PushResult result, PushSettings settings, DateTimeOffset now)
    {
        var attempt = link.Attempts + 1;
        var isOver = attempt >= settings.Attempts || now - link.FailingSince > TimeSpan.FromDays(settings.GiveUpAfterDays);
        return result switch
        {
            PushResult.Refused refused => new GiveUp(LinkState.Failed, refused.Reason),
            PushResult.Gone gone => new GiveUp(LinkState.Lost, gone.Reason),
            PushResult.Later later when isOver => new GiveUp(LinkState.Failed, GaveUp(attempt, later.Reason)),
            PushResult.Later later =>
                new Wait(now + RetryWait.After(attempt, later.After), later.HoldsLane, InDoubt: false, later.Reason),
            PushResult.Unknown unknown when isOver => new GiveUp(LinkState.Failed, GaveUp(attempt, unknown.Reason)),
            PushResult.Unknown unknown =>
                new Wait(now + RetryWait.After(attempt, null), HoldsLane: false, InDoubt: true, unknown.Reason),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result, "A filed push has nothing to decide."),
        };
    }

    /// <summary>The link after a failed push.</summary>
    public static Link Fail(Link link, PushDecision decision, DateTimeOffset now)
    {
        var counted = link with { Attempts = link.Attempts + 1, FailingSince = link.FailingSince ?? now, WritingSince = null, ChangedAt = now };
        return decision switch
        {
            // Known not to be done: the intent is withdrawn, so that the next push may create without a look-up.
            Wait { InDoubt: false } wait when link.State == LinkState.Creating =>
                counted with { State = LinkState.Wanted, IntentAt = null, NotBefore = wait.Until, Reason = wait.Reason },
            Wait wait => counted with { NotBefore = wait.Until, Reason = wait.Reason },
            GiveUp end => counted with { State = end.State, NotBefore = null, Reason = end.Reason },
            _ => throw new ArgumentOutOfRangeException(nameof(decision)),
        };
    }

    /// <summary>The link after the tracker took what we wished.</summary>
    /// <param name="agreed">What both sides agree on now.</param>
    public static Link Agree(Link link, PushResult.Filed filed, Ticket ticket, Agreement? agreed, DateTimeOffset now) => link with
    {
        State = LinkState.Linked,
        Ticket = filed.Ticket,
        LinkedAt = link.LinkedAt ?? now,
        Agreed = agreed,
        WritingSince = null,
        PushedHash = ticket.ContentHash,
        ChangedAt = now,
        Attempts = 0,
        FailingSince = null,
        NotBefore = null,
        Reason = filed.Note,
    };

    /// <summary>The link after a push that had failed came through without changing what both sides agree on.</summary>
    public static Link Clear(Link link, DateTimeOffset now) =>
        link with { ChangedAt = now, Attempts = 0, FailingSince = null, NotBefore = null, Reason = null };

    private static string GaveUp(int attempts, string reason) => $"Gave up after {attempts} attempts; the last said: {reason}";
}
