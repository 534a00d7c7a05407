using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sonar;

/// <summary>Decides how bad an entry is and how it stands. Source: formats page, section 3.</summary>
internal static class SonarSeverity
{
    /// <summary>Rates an entry: by its impacts, else by the older severity, else by a hotspot's probability.</summary>
    public static Rating Of(SonarIssue issue, ReportWarnings warnings)
    {
        var impact = issue.Impacts.Find(found => string.Equals(found.Quality, "SECURITY", StringComparison.OrdinalIgnoreCase))
            ?? issue.Impacts.MaxBy(found => OfWord(found.Severity));
        if (impact is not null && OfWord(impact.Severity) is { } byImpact)
        {
            return new Rating(byImpact, impact.Severity, $"impacts.{impact.Quality}");
        }

        if (OfWord(issue.Severity) is { } bySeverity)
        {
            return new Rating(bySeverity, issue.Severity, issue.Type is null ? "severity" : $"severity of {issue.Type}");
        }

        if (SeverityScale.OfWord(issue.Probability) is { } byProbability)
        {
            return new Rating(byProbability, issue.Probability, "vulnerabilityProbability");
        }

        warnings.Add("{0} entries have no known severity and were taken as Medium", issue.Key);
        return new Rating(Severity.Medium, issue.Severity ?? issue.Probability, "default");
    }

    /// <summary>How an entry stands; words of the future count as open.</summary>
    public static ReportedState StateOf(SonarIssue issue)
    {
        if (issue.IssueStatus is { } status)
        {
            return OfDecision(status) ?? ReportedState.Open;
        }

        return issue.Status?.ToUpperInvariant() switch
        {
            "CLOSED" or "RESOLVED" => OfDecision(issue.Resolution) ?? ReportedState.Fixed,
            "REVIEWED" => OfDecision(issue.Resolution) ?? ReportedState.Suppressed,
            "FIXED" or "ACCEPTED" or "FALSE_POSITIVE" => OfDecision(issue.Status)!.Value,
            _ => ReportedState.Open,
        };
    }

    private static ReportedState? OfDecision(string? word) => word?.ToUpperInvariant() switch
    {
        "FALSE_POSITIVE" or "FALSE-POSITIVE" or "SAFE" => ReportedState.FalsePositive,
        "ACCEPTED" or "WONTFIX" or "ACKNOWLEDGED" => ReportedState.Suppressed,
        "FIXED" or "REMOVED" or "CLOSED" => ReportedState.Fixed,
        _ => null,
    };

    // In the older model CRITICAL is the second worst; only BLOCKER is worse.
    private static Severity? OfWord(string? word) => word?.ToUpperInvariant() switch
    {
        "BLOCKER" => Severity.Critical,
        "CRITICAL" => Severity.High,
        "MAJOR" => Severity.Medium,
        "MINOR" => Severity.Low,
        _ => SeverityScale.OfWord(word),
    };
}
