using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Semgrep;

/// <summary>Semgrep's words, old and new. Source: formats page, section 8.</summary>
internal static class SemgrepSeverity
{
    /// <summary>Rates an entry.</summary>
    /// <param name="origin">The member that the word comes from.</param>
    /// <param name="where">For the warning when the word is unknown.</param>
    public static Rating Of(string? word, string origin, ReportWarnings warnings, string? where)
    {
        Severity? severity = word?.ToUpperInvariant() switch
        {
            "ERROR" => Severity.High,
            "WARNING" => Severity.Medium,
            "INFO" => Severity.Low,
            "EXPERIMENT" or "INVENTORY" => Severity.Info,
            _ => SeverityScale.OfWord(word),
        };
        if (severity is { } known)
        {
            return new Rating(known, word, origin);
        }

        warnings.Add("{0} results have no known severity and were taken as Medium", where);
        return new Rating(Severity.Medium, word, "default");
    }

    /// <summary>Whether the word marks what a rule only counts.</summary>
    public static bool IsNoFinding(string? word) => word?.ToUpperInvariant() is "EXPERIMENT" or "INVENTORY";

    /// <summary>What the platform's words say about an entry; any of them may be missing.</summary>
    public static ReportedState StateOf(List<string?> words, string? reason)
    {
        if (words.Exists(word => word?.ToLowerInvariant() is "fixed" or "removed"))
        {
            return ReportedState.Fixed;
        }

        if (!words.Exists(word => word?.ToLowerInvariant() is "muted" or "ignored" or "provisionally_ignored"))
        {
            return ReportedState.Open;
        }

        return string.Equals(reason, "false_positive", StringComparison.OrdinalIgnoreCase) ? ReportedState.FalsePositive : ReportedState.Suppressed;
    }
}
