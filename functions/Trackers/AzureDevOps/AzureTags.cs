using Patchbay.Findings;
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

    /// <summary>What all of an item's tags become: people's stay, another severity's goes. Writing tags replaces them.</summary>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> there, Ticket ticket, Mapping mapping)
    {
        var wanted = Of(ticket, mapping);
        var severities = Enum.GetValues<Severity>().Select(mapping.LabelOf).Select(Written);
        return [.. there.Except(severities, StringComparer.OrdinalIgnoreCase).Union(wanted, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Tags as a field's value.</summary>
    public static string Write(IEnumerable<string> tags) => string.Join("; ", tags);

    /// <summary>Tags in a field's value.</summary>
    public static IReadOnlyList<string> Read(string? value) => value?.Split(';', Plain) ?? [];

    /// <summary>A label as a tag: what would part it in two becomes a space.</summary>
    public static string Written(string label) =>
        BoundedText.Head(string.Join(' ', label.Split([',', ';'], Plain)), AzureLimits.TagCharacters);
}
