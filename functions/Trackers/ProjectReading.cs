namespace Patchbay.Trackers;

/// <summary>How asking for a project's choices ended.</summary>
public abstract record ProjectReading
{
    private ProjectReading()
    {
    }

    /// <summary>What there is.</summary>
    public sealed record Described(ProjectDescription Project) : ProjectReading;

    /// <summary>The tracker could not be asked.</summary>
    public sealed record Later(TimeSpan? After, string Reason) : ProjectReading;

    /// <summary>The tracker will not say until a person changes something.</summary>
    public sealed record Refused(string Reason) : ProjectReading;
}

/// <summary>What a mapping into a project can name. A list is empty where the tracker has no such thing.</summary>
public sealed record ProjectDescription
{
    /// <summary>Types of tickets that can be made.</summary>
    public IReadOnlyList<NamedChoice> IssueTypes { get; init; } = [];

    /// <summary>Statuses a ticket can have.</summary>
    public IReadOnlyList<TrackerStatus> Statuses { get; init; } = [];

    /// <summary>Priorities, the most urgent first.</summary>
    public IReadOnlyList<NamedChoice> Priorities { get; init; } = [];

    /// <summary>Why a ticket can be closed.</summary>
    public IReadOnlyList<NamedChoice> Resolutions { get; init; } = [];

    /// <summary>Components, areas, or what the tracker has for them.</summary>
    public IReadOnlyList<NamedChoice> Components { get; init; } = [];

    /// <summary>Further fields, those a new ticket must fill among them.</summary>
    public IReadOnlyList<TrackerField> Fields { get; init; } = [];
}

/// <summary>One thing that can be chosen.</summary>
/// <param name="Id">Stays when people rename it; the name itself where the tracker has no ids.</param>
public sealed record NamedChoice(string Id, string Name);

/// <summary>A field of a ticket.</summary>
/// <param name="IsRequired">A new ticket without it is refused.</param>
/// <param name="Choices">The values it can have; empty for free text.</param>
public sealed record TrackerField(string Id, string Name, bool IsRequired, IReadOnlyList<NamedChoice> Choices);
