using Patchbay.Findings;

namespace Patchbay.Scanners.Fortify;

/// <summary>A rule as its findings share it.</summary>
/// <param name="category">What people call it.</param>
/// <param name="summary">What is wrong, with placeholders; null when the report does not say.</param>
/// <param name="references">http and https addresses.</param>
/// <param name="metrics">Null when the report has no attributes of the rule.</param>
internal sealed class FortifyRule(Rule rule, string category, FortifyTemplate? summary, IReadOnlyList<string> references, FortifyMetrics? metrics)
{
    private (string? Confidence, string? Probability, string? InstanceSeverity) rated;
    private Rating? rating;

    /// <summary>As it is handed over.</summary>
    public Rule Rule { get; } = rule;

    /// <summary>What people call it.</summary>
    public string Category { get; } = category;

    /// <summary>What is wrong, with placeholders; null when the report does not say.</summary>
    public FortifyTemplate? Summary { get; } = summary;

    /// <summary>http and https addresses.</summary>
    public IReadOnlyList<string> References { get; } = references;

    /// <summary>Weakness numbers.</summary>
    public IReadOnlyList<int> Cwes { get; } = metrics?.Cwes ?? [];

    /// <summary>Rates a finding; see <see cref="FortifyPriority.Of"/>. The findings of a rule mostly say the same.</summary>
    public Rating Rate(string? confidence, string? probability, string? instanceSeverity)
    {
        if (rating is null || rated != (confidence, probability, instanceSeverity))
        {
            rating = FortifyPriority.Of(metrics, confidence, probability, instanceSeverity);
            rated = (confidence, probability, instanceSeverity);
        }

        return rating;
    }
}
