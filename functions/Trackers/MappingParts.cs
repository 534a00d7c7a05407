using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>Parts of a mapping that only some kinds of trackers know.</summary>
[Flags]
public enum MappingParts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><see cref="Mapping.IssueType"/>.</summary>
    IssueType = 1,

    /// <summary><see cref="Mapping.Priorities"/>.</summary>
    Priorities = 2,

    /// <summary><see cref="Mapping.Components"/>.</summary>
    Components = 4,

    /// <summary><see cref="Mapping.Fields"/>.</summary>
    Fields = 8,

    /// <summary><see cref="Mapping.Statuses"/>.</summary>
    Statuses = 16,

    /// <summary><see cref="Mapping.Resolutions"/>.</summary>
    Resolutions = 32,

    /// <summary><see cref="Mapping.Assignee"/>.</summary>
    Assignee = 64,
}

/// <summary>Finds what a mapping says in vain: parts the kind does not know, and words in its texts that nobody fills.</summary>
internal static class MappingPart
{
    /// <summary>One mistake for each word in braces that stands for nothing.</summary>
    public static IEnumerable<SettingMistake> UnknownWords(Mapping mapping) =>
        from text in mapping.Fields.Select(f => (Path: $"$.fields.{f.Key}", f.Value))
            .Append((Path: "$.title", Value: mapping.Title ?? "")).Append((Path: "$.body", Value: mapping.Body ?? ""))
        from word in TicketWords.UnknownIn(text.Value)
        select new SettingMistake(text.Path, $"{{{word}}} stands for nothing; there are {string.Join(", ", TicketWords.Names)}.");

    /// <summary>One mistake for each part that is given and that the kind does not know.</summary>
    public static IEnumerable<SettingMistake> Unknown(ITrackerKind kind, Mapping mapping) =>
        from part in Given(mapping)
        where (kind.Parts & part.Part) == 0
        select new SettingMistake($"$.{part.Name}", $"{kind.Kind} has nothing like this; leave {part.Name} out.");

    private static IEnumerable<(MappingParts Part, string Name)> Given(Mapping mapping) =>
        from part in new (MappingParts Part, string Name, bool IsGiven)[]
        {
            (MappingParts.IssueType, "issueType", mapping.IssueType is not null),
            (MappingParts.Priorities, "priorities", mapping.Priorities.Count > 0),
            (MappingParts.Components, "components", mapping.Components.Count > 0),
            (MappingParts.Fields, "fields", mapping.Fields.Count > 0),
            (MappingParts.Statuses, "statuses", mapping.Statuses.Count > 0),
            (MappingParts.Resolutions, "resolutions", mapping.Resolutions.Count > 0),
            (MappingParts.Assignee, "assignee", mapping.Assignee is not null),
        }
        where part.IsGiven
        select (part.Part, part.Name);
}
