using Patchbay.Findings;

namespace Patchbay.Scanners.Fortify;

/// <summary>Joins an FVDL's entries with their rules and with what people decided.</summary>
internal sealed class FvdlFindings(FortifyRules rules, FortifyPaths paths, FortifyAudit? audit, ReportWarnings warnings)
{
    /// <summary>Makes the finding.</summary>
    /// <param name="snippet">The code around the location; null when the report has none.</param>
    public ReportedFinding Of(FvdlEntry entry, FvdlLocation location, string? snippet)
    {
        var rule = rules.Of(entry.ClassId, entry.Type, entry.Subtype);
        var (state, justification) = audit?.Of(entry.InstanceId) ?? (ReportedState.Open, null);
        var finding = new Finding
        {
            Tool = "fortify",
            Rule = rule.Rule,
            Title = rule.Category,
            Message = rule.Summary?.Fill(entry.Definitions),
            Rating = RatingOf(entry, rule),
            Place = new Place
            {
                Path = paths.Of(location.Path),
                Line = location.Line,
                EndLine = location.EndLine,
                Column = location.Column,
                Snippet = snippet,
                Symbol = entry.Symbol,
            },
            Cwes = rule.Cwes,
            References = rule.References,
        };
        return new ReportedFinding(finding, entry.InstanceId is { } id ? ["iid:" + id] : [], state) { Justification = justification };
    }

    private Rating RatingOf(FvdlEntry entry, FortifyRule rule)
    {
        var rating = rule.Rate(entry.Confidence, entry.Probability, entry.InstanceSeverity);
        if (FortifyPriority.IsEstimated(rating))
        {
            warnings.Add("Severities were estimated where a rule lacks impact, accuracy or probability", entry.ClassId);
        }

        return rating;
    }
}
