using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>What a ticket should say: a wish, in no tracker's terms.</summary>
/// <param name="Marker">Short unique id, such as <c>pb-7f3k9q2xmv4t</c>: by it a ticket is found again after a lost answer.</param>
/// <param name="Title">One line; renderers cut it to the tracker's limit.</param>
public sealed record Ticket(string Marker, string Title, TicketBody Body)
{
    /// <summary>Severity, for labels and priority.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Labels beside the severity's, as the mapping and the tags ask.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether the ticket should be open.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>Where the finding stands: names the status and the resolution of a ticket that is moved.</summary>
    public FindingState State { get; init; }

    /// <summary>Further fields by their display name or id, as the mapping asks; a tracker that knows no fields leaves them out and says so.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Day by which the flaw should be mended; null for none.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>An update leaves the ticket open or closed as the tracker has it: what a person set there since we last looked stays.</summary>
    public bool KeepsStatus { get; init; }

    /// <summary>An update leaves title and text as they are: the ticket is a person's own, to which Patchbay was attached.</summary>
    public bool KeepsText { get; init; }

    /// <summary>An update leaves priority, severity field and severity label as the tracker has them. A new ticket gets its own all the same.</summary>
    public bool KeepsPriority { get; init; }

    /// <summary>
    /// Login or id of the person who is to have it, as the mapping's <see cref="Integrations.Mapping.Assignee"/>; compare it without regard to
    /// case. Null for the mapping's on a new ticket, and for nobody on an update.
    /// </summary>
    public string? Assignee { get; init; }

    /// <summary>An update leaves the ticket with whoever has it; otherwise it goes to <see cref="Assignee"/>, from all who had it.</summary>
    public bool KeepsAssignee { get; init; } = true;

    /// <summary>Labels that an update takes away where they are there, in any case. A label that is also wanted stays.</summary>
    public IReadOnlyList<string> FormerLabels { get; init; } = [];

    /// <summary>Patchbay's own page about the finding; null when the app does not know its address.</summary>
    public string? FindingUrl { get; init; }

    /// <summary>Stands for all that the ticket says, whatever the dialect: another hash, another text. Not for what a merge decides: open or closed, who has it, what an update keeps or takes away.</summary>
    public string ContentHash { get; init; } = "";
}

/// <summary>A ticket's name in its tracker.</summary>
/// <param name="Tracker">Lower-case tracker kind, such as <c>github</c>.</param>
/// <param name="Key">The key people say aloud: <c>SEC-12</c>, <c>acme/site#40</c>.</param>
/// <param name="Url">Where a person reads it.</param>
/// <exception cref="ArgumentException"><paramref name="Key"/> is empty.</exception>
public sealed record TicketRef(string Tracker, string Key, string Url)
{
    /// <summary>The key people say aloud.</summary>
    public string Key { get; } = Key.Length > 0 ? Key : throw new ArgumentException("Empty ticket key.", nameof(Key));
}
