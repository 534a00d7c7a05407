using Patchbay.Findings;

namespace Patchbay.Scanners.Generic;

/// <summary>Reads our own CSV: a row for each finding, columns named as the members of our JSON. It is described in docs/formats.md.</summary>
public sealed class GenericCsvFormat : IReportFormat
{
    /// <inheritdoc/>
    public string Scanner => "generic";

    /// <inheritdoc/>
    public string Expects => "CSV with columns 'title' and 'severity'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => CsvHeader.Of(opening) is null ? Fit.None : Fit.Loose;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var header = CsvHeader.Of(OpeningReader.Read(body))
            ?? throw new UnreadableReportException("Generic CSV has a header with the columns 'title' and 'severity'; there is none in the first rows");
        var warnings = new ReportWarnings();
        var handover = new GenericHandover(GenericSurvey.NoTool, static index => $"row {index + 1}", warnings, take);
        using var rows = new GenericRows(body, header.Separator, warnings, cancellationToken);
        while (rows.Next() is { } entry)
        {
            handover.Take(entry);
        }

        handover.Finish();
        return new ReportSummary([.. handover.Tools], handover.LeftOut == 0, warnings.All);
    }
}
