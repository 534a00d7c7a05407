using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Links.Sync;

/// <summary>Merges the status of a ticket with the state of its finding: the agreed value, ours and theirs. Pure.</summary>
/// <remarks>
/// It is given states, never events, so echoes, late, doubled or shuffled hints lead to the same end: a second merge of the same values
/// finds nothing to do.
/// </remarks>
/// <param name="Next">What is agreed on from now on.</param>
public abstract record StatusMerge(Agreement Next)
{
    /// <summary>Both sides say the same, or may differ as agreed.</summary>
    public sealed record InStep(Agreement Next) : StatusMerge(Next);

    /// <summary>The finding takes over what the ticket says.</summary>
    /// <param name="Lost">Our own change that gives way; null when there was none.</param>
    public sealed record Take(FindingState State, Agreement Next, FindingState? Lost) : StatusMerge(Next);

    /// <summary>Our change is still to be written.</summary>
    /// <param name="Lost">Their change that gives way; null when there was none.</param>
    public sealed record Write(Agreement Next, StatusClaim? Lost) : StatusMerge(Next);

    /// <summary>The ticket says something that the finding does not follow; a person is told why.</summary>
    public sealed record Told(Agreement Next, string Reason) : StatusMerge(Next);

    /// <summary>Merges.</summary>
    /// <param name="agreed">The base.</param>
    /// <param name="ours">The finding's state now.</param>
    /// <param name="theirs">What the ticket says now; null when the mapping gives its status no meaning.</param>
    public static StatusMerge Of(Mapping mapping, Agreement agreed, FindingState ours, StatusClaim? theirs)
    {
        var isOursNew = ours != agreed.State;
        if (theirs is null)
        {
            return isOursNew ? new Write(agreed, null) : new Told(agreed, "The mapping gives the ticket's status no meaning.");
        }

        var seen = agreed with { Claim = theirs, IsOpen = theirs.IsOpen };
        if (!IsNew(agreed, theirs))
        {
            return isOursNew && !(theirs.Fits(ours) && !TellsApart(mapping, agreed.State, ours)) ? new Write(seen, null)
                : IsSameSide(theirs.State, ours) ? new InStep(isOursNew ? seen with { State = ours, TakenAt = null } : seen)
                : new Told(seen, WhyLeft(mapping.Sync, ours));
        }

        if (theirs.Fits(ours))
        {
            return new InStep(seen with { State = ours });
        }

        // Theirs gives way only once ours is written: should ours be taken back before, theirs still counts.
        return isOursNew && mapping.Sync.Status != FieldOwner.Tracker
            ? new Write(agreed, mapping.Sync.Status == FieldOwner.Patchbay ? theirs : null)
            : OfTheirs(mapping.Sync, seen, ours, isOursNew, theirs);
    }

    // Theirs is new, says something else than ours, and counts unless it cannot.
    private static StatusMerge OfTheirs(MappingSync rules, Agreement seen, FindingState ours, bool isOursNew, StatusClaim theirs)
    {
        // What a policy or the scanner itself set aside would be set aside again at once.
        return rules.Status == FieldOwner.Off || ours is FindingState.Ignored or FindingState.Suppressed
            ? new Told(seen, WhyLeft(rules, ours))
            : new Take(theirs.State, seen with { State = theirs.State }, isOursNew ? ours : null);
    }

    private static string WhyLeft(MappingSync rules, FindingState ours) => (rules.Status, ours) switch
    {
        (FieldOwner.Off, _) => "What people set in the tracker does not count here, says the mapping.",
        (_, FindingState.Ignored) => "A policy ignores the finding's path.",
        (_, FindingState.Suppressed) => "The finding is set aside in its scanner.",
        _ => "The ticket is left to people, says the mapping.",
    };

    // Right after we wrote, nobody knows how the tracker words it: being open can be compared, and a decision that is not ours is somebody's.
    private static bool IsNew(Agreement agreed, StatusClaim theirs) => agreed.Claim is { } claim
        ? claim != theirs
        : agreed.IsOpen != theirs.IsOpen
            || (theirs.Named is FindingState.FalsePositive or FindingState.RiskAccepted && theirs.Named != agreed.State);

    /// <summary>Whether a ticket that was told one state is to be told the other: it is to be opened or closed, or the mapping words them differently.</summary>
    public static bool IsToBeTold(Mapping mapping, FindingState told, FindingState now) =>
        !IsSameSide(told, now) || TellsApart(mapping, told, now);

    private static bool IsSameSide(FindingState a, FindingState b) => (a == FindingState.Open) == (b == FindingState.Open);

    private static bool TellsApart(Mapping mapping, FindingState a, FindingState b) =>
        mapping.Statuses.GetValueOrDefault(a) != mapping.Statuses.GetValueOrDefault(b)
        || mapping.Resolutions.GetValueOrDefault(a) != mapping.Resolutions.GetValueOrDefault(b);
}
