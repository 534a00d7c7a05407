using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>How work items show a severity: a type has a severity field, a priority, both or neither. Pure.</summary>
internal static class AzureUrgency
{
    /// <summary>What a field says for a severity: the mapping's name, which is looked for in both fields, otherwise the usual one; null where it says nothing.</summary>
    public static string? In(AzureType type, string field, Mapping mapping, Severity severity) =>
        type.Choose(field, mapping.Priorities.GetValueOrDefault(severity) ?? Usual(field, severity));

    /// <summary>What an item's fields and tags show of its severity.</summary>
    public static SeveritySigns SignsOf(AzureItem item, AzureType type, Mapping mapping) =>
        SeveritySigns.None
            .And(s => In(type, AzureField.Severity, mapping, s), [item.Fields.Member(AzureField.Severity).ToString()])
            .And(s => In(type, AzureField.Priority, mapping, s), [item.Fields.Member(AzureField.Priority).ToString()])
            .And(SeveritySigns.OfLabels(mapping, item.Tags));

    // Source: the fields' choices in Microsoft's own processes.
    private static string Usual(string field, Severity severity) => (severity, field == AzureField.Severity) switch
    {
        (Severity.Critical, true) => "1 - Critical",
        (Severity.Critical, false) => "1",
        (Severity.High, true) => "2 - High",
        (Severity.High, false) => "2",
        (Severity.Medium, true) => "3 - Medium",
        (Severity.Medium, false) => "3",
        (_, true) => "4 - Low",
        _ => "4",
    };
}
