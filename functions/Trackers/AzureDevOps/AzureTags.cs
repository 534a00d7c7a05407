using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>The tags of our work items: the ticket's labels, one for the severity, and the marker, by which an item is found again.</summary>
internal static class AzureTags
{
    private const StringSplitOptions Plain = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>The tags an item should have, the marker last.</summary>
    public static IReadOnlyList<string> Of(Ticket ticket, Mapping mapping) =>
    [
        .. TicketLabels.Wanted(mapping, ticket).Select(Written).Append(ticket.Marker).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>What all of an item's tags become: people's stay, another severity's and former ones go. Writing tags replaces them.</summary>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> there, Ticket ticket, Mapping mapping) =>
        [.. there.Except(Outdated(ticket, mapping), StringComparer.OrdinalIgnoreCase).Union(Of(ticket, mapping), StringComparer.OrdinalIgnoreCase)];

    /// <summary>What was asked of an item's tags and did not come about, in words.</summary>
    /// <param name="there">Its tags after the call.</param>
    public static IEnumerable<string> Lost(IReadOnlyList<string> there, Ticket ticket, Mapping mapping) =>
    [
        .. Of(ticket, mapping).Except(there, StringComparer.OrdinalIgnoreCase).Select(t => $"the tag {t}"),
        .. there.Intersect(Outdated(ticket, mapping), StringComparer.OrdinalIgnoreCase).Select(t => $"the removal of the tag {t}"),
    ];

    /// <summary>Tags as a field's value.</summary>
    public static string Write(IEnumerable<string> tags) => string.Join("; ", tags);

    /// <summary>Tags in a field's value.</summary>
    public static IReadOnlyList<string> Read(string? value) => value?.Split(';', Plain) ?? [];

    private static IEnumerable<string> Outdated(Ticket ticket, Mapping mapping) =>
        TicketLabels.Unwanted(mapping, ticket).Select(Written).Except(Of(ticket, mapping), StringComparer.OrdinalIgnoreCase);

    /// <summary>A label as a tag: what would part it in two becomes a space.</summary>
    public static string Written(string label) =>
        BoundedText.Head(string.Join(' ', label.Split([',', ';'], Plain)), AzureLimits.TagCharacters);
}
