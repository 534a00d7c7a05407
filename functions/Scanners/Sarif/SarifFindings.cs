using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>Makes findings of a run's results. A result with several locations is one finding, at the first of them.</summary>
internal static class SarifFindings
{
    /// <summary>Makes one finding.</summary>
    public static ReportedFinding Of(SarifResult result, SarifRun run)
    {
        var reference = result.RuleReference();
        var described = run.RuleOf(reference);
        var id = reference.Id ?? described?.Id ?? described?.Name ?? run.Tool;
        var rule = described?.As(id) ?? run.LooseRule(id);
        var message = SarifWording.Of(result.Message, described, run);
        var title = rule.Name ?? (message is null ? id : CleanText.Headline(message));
        var place = run.Places.Of(result);
        var cves = CvesOf(id, message, described);
        var finding = new Finding
        {
            Tool = run.Tool,
            Rule = rule,
            Title = title.Length == 0 ? id : title,
            Message = message == title ? null : message,
            Rating = SarifSeverity.Of(result, described, reference.Id, run),
            Place = place,
            AlsoAt = run.Places.Further(result, place),
            Cwes = CwesOf(result, described, run),
            Cves = cves,
            CvssScore = result.Properties?.CvssScore ?? described?.Properties?.CvssScore ?? ScoreOfCve(described, cves),
            CvssVector = result.Properties?.CvssVector ?? described?.Properties?.CvssVector,
            Advice = AdviceOf(result, rule),
            References = ReportUrl.Web(result.ViewerUri) is { } url ? [url] : [],
            DetectedAt = ReportDate.Of(result.FirstDetected),
        };
        var state = StateOf(result);
        return new ReportedFinding(finding, SarifIdentities.Of(result, id, place.Path ?? place.Url), state)
        {
            Justification = state == ReportedState.Suppressed
                ? result.Suppressions?.Select(suppression => suppression.Justification).FirstOrDefault(text => text is not null)
                : null,
        };
    }

    // One review that is not finished, or was refused, outweighs any number of others. Source: SARIF 2.1.0, section 3.27.23.
    private static ReportedState StateOf(SarifResult result) => result switch
    {
        { Kind: { } kind } when Is(kind, "pass") || Is(kind, "notApplicable") || Is(kind, "informational") => ReportedState.NotAFinding,
        { BaselineState: { } baseline } when Is(baseline, "absent") => ReportedState.Fixed,
        { Suppressions: { Count: > 0 } all } when !all.Exists(suppression => suppression.IsPending) => ReportedState.Suppressed,
        _ => ReportedState.Open,
    };

    private static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> CvesOf(string id, string? message, SarifRule? described)
    {
        var ofRule = described?.Cves() ?? [];
        if (described is not null && !VulnerabilityIds.MayNameCves(message))
        {
            return ofRule;
        }

        var found = new List<string>();
        VulnerabilityIds.AddCves(message, found);
        if (described is null)
        {
            VulnerabilityIds.AddId(id, found);
        }

        return found.Count == 0 ? ofRule : VulnerabilityIds.Ordered([.. ofRule, .. found.Except(ofRule)]);
    }

    private static IReadOnlyList<int> CwesOf(SarifResult result, SarifRule? described, SarifRun run)
    {
        var ofRule = described?.Cwes(run) ?? [];
        if (result.Taxa is null && result.Properties is null)
        {
            return ofRule;
        }

        var found = ofRule.ToList();
        foreach (var taxon in result.Taxa ?? [])
        {
            run.AddCweOf(taxon, found);
        }

        foreach (var cwe in result.Properties?.Cwes ?? [])
        {
            VulnerabilityIds.AddCwes(cwe, found);
            VulnerabilityIds.AddCwe(cwe, found);
        }

        foreach (var tag in result.Properties?.Tags ?? [])
        {
            VulnerabilityIds.AddCwes(tag, found);
        }

        return found.Count == ofRule.Count ? ofRule : VulnerabilityIds.Ordered(found);
    }

    // Tools that report known vulnerabilities put the CVSS score there; others a number of their own.
    private static double? ScoreOfCve(SarifRule? described, IReadOnlyList<string> cves) =>
        cves.Count > 0 ? SeverityScale.Score(described?.Properties?.SecuritySeverity) : null;

    private static string? AdviceOf(SarifResult result, Rule rule)
    {
        var advice = result.Fixes is null ? null : string.Join("\n", result.Fixes);
        return advice is null || advice == rule.Advice ? null : advice;
    }
}
