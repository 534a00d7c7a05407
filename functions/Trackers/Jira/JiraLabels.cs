using System.Text.RegularExpressions;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Jira;

/// <summary>The labels of our issues: those of the ticket, one for the severity, and the marker, by which an issue is found again.</summary>
internal static partial class JiraLabels
{
    /// <summary>The labels an issue should have, the marker last.</summary>
    public static IReadOnlyList<string> Of(Ticket ticket, Mapping mapping) =>
        [.. TicketLabels.Wanted(mapping, ticket).Select(Written).Append(ticket.Marker).Distinct(StringComparer.Ordinal)];

    /// <summary>Labels that an issue should no longer have, whether or not it has them: those of other severities, and former ones.</summary>
    /// <param name="there">Labels that it had: Jira keeps labels apart that differ in case, so each is taken away as it stands there.</param>
    public static IReadOnlyList<string> Outdated(Ticket ticket, Mapping mapping, IEnumerable<string> there)
    {
        var unwanted = TicketLabels.Unwanted(mapping, ticket).Select(Written).ToList();
        return
        [
            .. unwanted.Concat(there.Intersect(unwanted, StringComparer.OrdinalIgnoreCase))
                .Distinct(StringComparer.Ordinal).Except(Of(ticket, mapping), StringComparer.Ordinal),
        ];
    }

    /// <summary>A label as Jira takes it, without spaces: <c>severity: high</c> becomes <c>severity:high</c>, <c>team red</c> <c>team-red</c>.</summary>
    public static string Written(string label)
    {
        var written = Space().Replace(AfterColon().Replace(label.Trim(), ":"), "-");
        return BoundedText.Head(written, JiraLimits.LabelCharacters);
    }

    [GeneratedRegex(@":\s+")]
    private static partial Regex AfterColon();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
