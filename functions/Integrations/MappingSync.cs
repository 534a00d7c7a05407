using Patchbay.Findings;

namespace Patchbay.Integrations;

/// <summary>How tickets of a mapping and their findings are kept in step. Each field is merged by three values: the last agreed one, ours and theirs.</summary>
public sealed record MappingSync
{
    /// <summary>Open or closed, and why closed.</summary>
    public FieldOwner Status { get; init; } = FieldOwner.Tracker;

    /// <summary>State of the finding per status of a ticket, by id or name; a status that is not named is read by <see cref="Unmapped"/>.</summary>
    public IReadOnlyDictionary<string, FindingState> Statuses { get; init; } = new Dictionary<string, FindingState>();

    /// <summary>State of the finding per resolution or close reason of a closed ticket, by id or name; goes before <see cref="Statuses"/>.</summary>
    public IReadOnlyDictionary<string, FindingState> Resolutions { get; init; } = new Dictionary<string, FindingState>();

    /// <summary>What a status means that neither map names.</summary>
    public UnmappedStatus Unmapped { get; init; }

    /// <summary>Days for which a risk is accepted that was accepted in the tracker, 1 to 3650; null for good.</summary>
    public int? AcceptDays { get; init; }

    /// <summary>What becomes of a ticket that a person closed and whose finding a later scan still sees.</summary>
    public ReopenBehaviour Reopen { get; init; }

    /// <summary>Severity, as a priority, a severity field or a label shows it. Off unless switched on: who lowers a priority seldom means that the flaw is smaller.</summary>
    public FieldOwner Severity { get; init; } = FieldOwner.Off;

    /// <summary>Who has the ticket.</summary>
    public FieldOwner Assignee { get; init; } = FieldOwner.Tracker;

    /// <summary>Labels that people set. Both sides add and take away, so nobody has to give way; only <see cref="FieldOwner.Off"/> makes a difference.</summary>
    public FieldOwner Labels { get; init; } = FieldOwner.Tracker;

    /// <summary>What people say below a ticket is shown at its finding, and what they say about the finding is written below its ticket.</summary>
    public bool Comments { get; init; }
}

/// <summary>Whose value counts when both sides changed it.</summary>
public enum FieldOwner
{
    /// <summary>The tracker's: what people do there counts.</summary>
    Tracker,

    /// <summary>Patchbay's.</summary>
    Patchbay,

    /// <summary>What people change in the tracker is shown and stays there; only what changes here is written.</summary>
    Off,
}

/// <summary>What a ticket's status means that the mapping does not name.</summary>
public enum UnmappedStatus
{
    /// <summary>Open or fixed, as the tracker's own category of it says.</summary>
    Category,

    /// <summary>Nothing: the finding stays as it is, and the status is shown.</summary>
    Keep,
}

/// <summary>What becomes of a ticket that a person closed and whose finding a later scan still sees.</summary>
public enum ReopenBehaviour
{
    /// <summary>It is opened again, with a comment that names the scan.</summary>
    Reopen,

    /// <summary>It gets the comment and stays closed.</summary>
    Comment,

    /// <summary>It is left alone.</summary>
    Leave,
}
