using System.IO.Enumeration;

namespace Patchbay.Integrations;

/// <summary>All instances, mappings and assignments as they were at one moment.</summary>
public sealed class IntegrationSet
{
    /// <summary>Takes what is stored.</summary>
    public IntegrationSet(
        IEnumerable<StoredItem<Instance>> instances,
        IEnumerable<StoredItem<Mapping>> mappings,
        IEnumerable<StoredItem<Assignment>> assignments)
    {
        Instances = instances.ToDictionary(i => i.Item.Name, StringComparer.Ordinal);
        Mappings = mappings.ToDictionary(m => m.Item.Name, StringComparer.Ordinal);
        Assignments = assignments.ToDictionary(a => a.Item.Name, StringComparer.Ordinal);
    }

    /// <summary>Instances by name.</summary>
    public IReadOnlyDictionary<string, StoredItem<Instance>> Instances { get; }

    /// <summary>Mappings by name.</summary>
    public IReadOnlyDictionary<string, StoredItem<Mapping>> Mappings { get; }

    /// <summary>Assignments by name.</summary>
    public IReadOnlyDictionary<string, StoredItem<Assignment>> Assignments { get; }

    /// <summary>The assignments of an asset, in order of their names.</summary>
    /// <param name="tags">The asset's tags; case does not matter.</param>
    public IReadOnlyList<Assignment> AssignmentsFor(string asset, IReadOnlyList<string> tags) =>
    [
        .. from stored in Assignments.Values
           let assignment = stored.Item
           where assignment.Tags.Count == 0 || assignment.Tags.Intersect(tags, StringComparer.OrdinalIgnoreCase).Any()
           where assignment.Assets.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, asset, ignoreCase: false))
           orderby assignment.Name
           select assignment,
    ];

    /// <summary>Where a mapping leads; null when there is no such mapping.</summary>
    public TicketRoute? RouteOf(string mapping) =>
        Mappings.GetValueOrDefault(mapping) is { } found && Instances.GetValueOrDefault(found.Item.Instance) is { } instance
            ? new TicketRoute(found.Item, instance.Item)
            : null;

    /// <summary>Names of the mappings that lead to an instance, in order.</summary>
    public IReadOnlyList<string> MappingsOf(string instance) =>
        [.. Mappings.Values.Where(m => m.Item.Instance == instance).Select(m => m.Item.Name).Order(StringComparer.Ordinal)];

    /// <summary>Whether the text could match an asset: a slug, in which <c>*</c> stands for any text and <c>?</c> for one character.</summary>
    public static bool IsPattern(string text) =>
        text.Length > 0
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or '*' or '?');
}
