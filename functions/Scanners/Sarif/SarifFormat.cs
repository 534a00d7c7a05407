using Patchbay.Findings;

namespace Patchbay.Scanners.Sarif;

/// <summary>Reads SARIF 2.1.0 of any producer. Source: the OASIS standard, and what its producers really write.</summary>
public sealed class SarifFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "sarif";

    /// <inheritdoc/>
    public string Expects => "a SARIF 2.1.0 log, which is a JSON object with 'version' and an array 'runs'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) =>
        opening.Has("runs[].tool") || opening.Has("runs[].results") || (opening.Has("runs") && opening.Has("version"))
            || opening.Members.GetValueOrDefault("$schema")?.Contains("sarif", StringComparison.OrdinalIgnoreCase) == true
            ? Fit.Certain
            : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var warnings = new ReportWarnings();
        var survey = SarifSurvey.Of(body, warnings, cancellationToken);
        var results = new SarifResults(survey, take, warnings);
        results.Read(body, cancellationToken);
        return Summary(survey.Runs, results.IsComplete, warnings);
    }

    private static ReportSummary Summary(List<SarifRun> runs, bool isComplete, ReportWarnings warnings)
    {
        var isWhole = isComplete && runs.Count > 0;
        if (runs.Count == 0)
        {
            warnings.Add("The log has no run, so nothing was analysed");
        }

        for (var i = 0; i < runs.Count; i++)
        {
            var trouble = runs[i] switch
            {
                { HasFailed: true } => "Runs say that they failed",
                { HasResults: false } => "Runs have no list of results, so they did not come to their end",
                { HasResultsElsewhere: true } => "Runs have results in other files, which are not fetched",
                _ => null,
            };
            if (trouble is not null)
            {
                isWhole = false;
                warnings.Add(trouble, $"runs[{i}]");
            }
        }

        var tools = runs.Select(run => run.Tool).Distinct().ToList();
        return new ReportSummary(tools, isWhole, warnings.All)
        {
            ToolVersion = tools.Count == 1 ? runs.Select(run => run.Driver.Version).FirstOrDefault(version => version is not null) : null,
        };
    }
}
