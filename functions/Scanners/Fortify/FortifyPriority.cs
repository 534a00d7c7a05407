using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Scanners.Fortify;

/// <summary>
/// Fortify's priority order, which is what people see in its products but is not in an FVDL.
/// Source: formats page, section 1.1. Likelihood is not rounded before it is compared.
/// </summary>
internal static class FortifyPriority
{
    private const decimal Line = 2.5m;
    private const decimal Most = 5m;

    /// <summary>Rates a finding.</summary>
    /// <param name="confidence">The finding's own, 0 to 5.</param>
    /// <param name="probability">The finding's own, which goes before the rule's; null when it has none.</param>
    /// <param name="instanceSeverity">What is estimated from when the rule does not tell enough.</param>
    public static Rating Of(FortifyMetrics? rule, string? confidence, string? probability, string? instanceSeverity)
    {
        if (Number(rule?.Impact) is { } impact && Number(rule?.Accuracy) is { } accuracy && Number(confidence) is { } sure
            && (Number(probability) ?? Number(rule?.Probability)) is { } likely)
        {
            var likelihood = accuracy * sure * likely / (Most * Most);
            var raw = string.Create(CultureInfo.InvariantCulture, $"impact {impact:0.0##}, likelihood {likelihood:0.0##}");
            return new Rating(Quadrant(impact, likelihood), raw, "priority");
        }

        return new Rating(Estimate(Number(instanceSeverity)), instanceSeverity, instanceSeverity is null ? "default" : "InstanceSeverity (estimated)");
    }

    /// <summary>Whether a rating had to do without the rule's attributes.</summary>
    public static bool IsEstimated(Rating rating) => rating.Origin != "priority";

    private static Severity Quadrant(decimal impact, decimal likelihood) => (impact >= Line, likelihood >= Line) switch
    {
        (true, true) => Severity.Critical,
        (true, false) => Severity.High,
        (false, true) => Severity.Medium,
        (false, false) => Severity.Low,
    };

    // Cautious: an instance severity of 5 is common and seldom a critical priority.
    private static Severity Estimate(decimal? instanceSeverity) => instanceSeverity switch
    {
        null => Severity.Medium,
        >= 4 => Severity.High,
        >= 2.5m => Severity.Medium,
        _ => Severity.Low,
    };

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= Most ? number : null;
}
