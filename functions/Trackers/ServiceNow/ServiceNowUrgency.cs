using System.Text.RegularExpressions;
using Patchbay.Findings;
using Patchbay.Integrations;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>How records show a severity: impact and urgency, of which ServiceNow makes its priority. Pure.</summary>
internal static partial class ServiceNowUrgency
{
    /// <summary>Whether a text is impact and urgency: <c>2,1</c>.</summary>
    public static bool IsPair(string text) => Pair().IsMatch(text);

    /// <summary>What the columns say for a severity, those that the table has.</summary>
    public static IEnumerable<(string Column, string Value)> Of(Severity severity, Mapping mapping, ServiceNowSettings settings)
    {
        var (impact, urgency) = mapping.Priorities.GetValueOrDefault(severity) is { } named ? (named[..1], named[^1..]) : Usual(severity);
        (string Column, string Value)[] columns = [(settings.ImpactField, impact), (settings.UrgencyField, urgency)];
        return columns.Where(c => ServiceNowSettings.IsUsed(c.Column));
    }

    /// <summary>What a record's columns show of its severity.</summary>
    public static SeveritySigns SignsOf(ServiceNowRecord record, Mapping mapping, ServiceNowSettings settings)
    {
        string[] columns = [.. Of(default, mapping, settings).Select(c => c.Column)];
        return columns.Length == 0 ? SeveritySigns.None : SeveritySigns.None.And(
            s => string.Join(',', Of(s, mapping, settings).Select(c => c.Value)),
            [string.Join(',', columns.Select(c => record.Values.Text(c)))]);
    }

    // Source: what incidents come with.
    private static (string Impact, string Urgency) Usual(Severity severity) => severity switch
    {
        Severity.Critical => ("1", "1"),
        Severity.High => ("2", "1"),
        Severity.Medium => ("2", "2"),
        _ => ("3", "3"),
    };

    [GeneratedRegex(@"^[1-3]\s*[,/]\s*[1-3]\z")]
    private static partial Regex Pair();
}
