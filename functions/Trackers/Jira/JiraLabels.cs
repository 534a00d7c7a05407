using System.Text.RegularExpressions;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Jira;

/// <summary>The labels of our issues: those of the ticket, one for the severity, and the marker, by which an issue is found again.</summary>
internal static partial class JiraLabels
{
    /// <summary>The labels an issue should have, the marker last.</summary>
    public static IReadOnlyList<string> Of(Ticket ticket, Mapping mapping) =>
        [.. TicketLabels.Wanted(mapping, ticket).Select(Written).Append(ticket.Marker).Distinct(StringComparer.Ordinal)];

    /// <summary>Labels of ours that an issue should no longer have: those of other severities.</summary>
    public static IEnumerable<string> Outdated(Ticket ticket, Mapping mapping) =>
        Enum.GetValues<Severity>().Select(mapping.LabelOf).Select(Written).Distinct(StringComparer.Ordinal).Except(Of(ticket, mapping), StringComparer.Ordinal);

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
