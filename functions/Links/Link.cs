using System.Text.Json.Serialization;
using Patchbay.Findings;
using Patchbay.Links.Groups;
using Patchbay.Links.Sync;
using Patchbay.Tickets;

namespace Patchbay.Links;

/// <summary>The pairing of one vulnerability, or of a group of them, with one ticket in one mapping.</summary>
public sealed record Link
{
    /// <summary>Slug of the asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Key of the finding, or of the group.</summary>
    public required string FindingKey { get; init; }

    /// <summary>Name of the mapping.</summary>
    public required string Mapping { get; init; }

    /// <summary>The link's name.</summary>
    [JsonIgnore]
    public LinkRef Ref => new(Asset, FindingKey, Mapping);

    /// <summary>By this the ticket is found again; follows from asset, finding and mapping.</summary>
    public required string Marker { get; init; }

    /// <summary>How far it got.</summary>
    public required LinkState State { get; init; }

    /// <summary>Severity when it was last wished for; orders the lane.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Whether the ticket should be open.</summary>
    public bool WantsOpen { get; init; } = true;

    /// <summary>What the finding and its ticket last agreed on; null before there is a ticket.</summary>
    public Agreement? Agreed { get; init; }

    /// <summary>Assignee and labels as our side has them: taken from the ticket, or set here; null before the first look.</summary>
    public LinkFields? Fields { get; init; }

    /// <summary>The ticket as it was last seen; null when it was not looked at since it was made.</summary>
    public TicketSeen? Seen { get; init; }

    /// <summary>Since when a push is opening or closing the ticket; null when none is. What is read meanwhile may be of before or after.</summary>
    public DateTimeOffset? WritingSince { get; init; }

    /// <summary>The ticket was last told, or told us, something else than what is wished now.</summary>
    [JsonIgnore]
    public bool IsTurning => Agreed is null || Agreed.IsStateOpen != WantsOpen;

    /// <summary>Hash of what the ticket last said; another hash means an update is due.</summary>
    public string? PushedHash { get; init; }

    /// <summary>The ticket, once there is one.</summary>
    public TicketRef? Ticket { get; init; }

    /// <summary>A person attached a ticket that was there before: its title and text stay theirs.</summary>
    public bool IsAttached { get; init; }

    /// <summary>A person asked for the ticket, whatever the policies say.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What the findings behind the link have in common; null for a link of one finding.</summary>
    public TicketGroup? Group { get; init; }

    /// <summary>The group whose ticket the finding shares, or shared; null when it never did.</summary>
    public GroupMembership? Membership { get; init; }

    /// <summary>How many tickets were made anew before this one, each with a marker of its own.</summary>
    public int Renewals { get; init; }

    /// <summary>When the wish was first made.</summary>
    public required DateTimeOffset WantedAt { get; init; }

    /// <summary>When the intent to create was stored; the marker is looked for from then on.</summary>
    public DateTimeOffset? IntentAt { get; init; }

    /// <summary>When the ticket was linked.</summary>
    public DateTimeOffset? LinkedAt { get; init; }

    /// <summary>When this row last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Pushes tried for the present wish.</summary>
    public int Attempts { get; init; }

    /// <summary>When the first of these pushes failed; null when none did.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>No push before this; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Why the last push failed, for a person; null when it did not.</summary>
    public string? Reason { get; init; }
}

/// <summary>How far a link got.</summary>
public enum LinkState
{
    /// <summary>A ticket is wanted; nothing was sent yet.</summary>
    Wanted,

    /// <summary>The intent is stored and a create call may have been made.</summary>
    Creating,

    /// <summary>There is a ticket.</summary>
    Linked,

    /// <summary>The tracker refuses until a person changes something, or we gave up; shown with its reason, retried by hand.</summary>
    Failed,

    /// <summary>The ticket vanished from the tracker.</summary>
    Lost,

    /// <summary>A person parted the finding from its ticket; nothing is pushed until a person asks for it.</summary>
    Unlinked,

    /// <summary>The finding shares the ticket of a group; how far that got is told by the group's link.</summary>
    Grouped,
}
