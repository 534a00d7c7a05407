using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Trackers;

namespace Patchbay.Links.Sync;

/// <summary>Merges the severity of a finding with the priority, or whatever shows it, of its ticket: the agreed value, ours and theirs. Pure.</summary>
/// <param name="Next">What is agreed on from now on.</param>
/// <param name="Take">The severity that the finding takes over; null when it keeps its own.</param>
public sealed record SeverityMerge(Agreement Next, Severity? Take)
{
    /// <summary>Merges.</summary>
    /// <param name="ours">The finding's severity now.</param>
    /// <param name="signs">What shows the severity on the ticket.</param>
    public static SeverityMerge Of(FieldOwner owner, Agreement agreed, Severity ours, SeveritySigns signs)
    {
        // Right after we wrote, a tracker that could not set it shows its default, which nobody chose.
        if (owner == FieldOwner.Off || agreed.SeenSeverity is not { } known)
        {
            return new SeverityMerge(agreed with { SeenSeverity = signs.Given(agreed.Severity) }, null);
        }

        var theirs = signs.Given(known);
        if (theirs == known || theirs == ours || theirs is not { } taken)
        {
            return new SeverityMerge(agreed with { SeenSeverity = theirs, Severity = theirs == ours ? ours : agreed.Severity }, null);
        }

        // Theirs gives way only once ours is written: should ours be taken back before, theirs still counts.
        return ours != agreed.Severity && owner == FieldOwner.Patchbay
            ? new SeverityMerge(agreed, null)
            : new SeverityMerge(agreed with { SeenSeverity = taken, Severity = taken }, taken);
    }
}
