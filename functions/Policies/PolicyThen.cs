using Patchbay.Findings;

namespace Patchbay.Policies;

/// <summary>What a policy does with the findings that match.</summary>
public abstract record PolicyThen
{
    private PolicyThen()
    {
    }

    /// <summary>The kind of policy that this makes.</summary>
    public abstract PolicyKind Kind { get; }

    /// <summary>The finding becomes a vulnerability.</summary>
    public sealed record Classify : PolicyThen
    {
        /// <inheritdoc/>
        public override PolicyKind Kind => PolicyKind.Classify;
    }

    /// <summary>The vulnerability gets a ticket.</summary>
    public sealed record Ticket : PolicyThen
    {
        /// <summary>What <see cref="Mapping"/> is in a verdict when the policy names none: those assigned to the asset.</summary>
        public const string AssignedMappings = "*";

        /// <inheritdoc/>
        public override PolicyKind Kind => PolicyKind.Ticket;

        /// <summary>Name of the mapping, or <see cref="AssignedMappings"/>.</summary>
        public string Mapping { get; init; } = AssignedMappings;

        /// <summary>Days after the finding was first seen at which its ticket is due, 1 to 3650; null for no due date.</summary>
        public int? DueDays { get; init; }

        /// <summary>What shares one ticket; null to leave it to the asset's assignment.</summary>
        public TicketGrouping? GroupBy { get; init; }

        /// <summary>Fails the gate of the scan that triggers it.</summary>
        public bool IsBlocker { get; init; }

        /// <summary>Who is told.</summary>
        public IReadOnlyList<string> Emails { get; init; } = [];
    }

    /// <summary>One mail to each recipient after a scan that triggers it.</summary>
    public sealed record Alert(IReadOnlyList<string> Emails) : PolicyThen
    {
        /// <inheritdoc/>
        public override PolicyKind Kind => PolicyKind.Alert;

        /// <summary>Fails the gate of the scan that triggers it.</summary>
        public bool IsBlocker { get; init; }

        /// <summary>Mapping in which a task is made as well; null for none.</summary>
        public string? Mapping { get; init; }
    }

    /// <summary>Mails when a vulnerability has been open for so many days.</summary>
    public sealed record FollowUp(IReadOnlyList<FollowUpThreshold> Thresholds) : PolicyThen
    {
        /// <inheritdoc/>
        public override PolicyKind Kind => PolicyKind.FollowUp;

        /// <summary>Hour of the day at which mails are sent, 0 to 23, in <see cref="TimeZone"/>.</summary>
        public int Hour { get; init; } = 8;

        /// <summary>Name in the IANA time zone database.</summary>
        public string TimeZone { get; init; } = "UTC";
    }

    /// <summary>Findings under these paths are recorded as ignored.</summary>
    public sealed record IgnorePaths : PolicyThen
    {
        /// <inheritdoc/>
        public override PolicyKind Kind => PolicyKind.IgnorePaths;
    }

    /// <summary>Points for the bounty score.</summary>
    /// <param name="Points">0 to 1,000,000 for each severity that counts.</param>
    public sealed record Score(IReadOnlyDictionary<Severity, int> Points) : PolicyThen
    {
        /// <inheritdoc/>
        public override PolicyKind Kind => PolicyKind.Score;

        /// <summary>Bounty programme that the points count for; null for the asset alone.</summary>
        public string? Programme { get; init; }
    }
}

/// <summary>When a follow-up mail goes to whom.</summary>
/// <param name="Days">Days open, 1 to 3650.</param>
/// <param name="To">E-mail addresses, or <c>owner</c> for the asset's owners.</param>
public sealed record FollowUpThreshold(int Days, IReadOnlyList<string> To);
