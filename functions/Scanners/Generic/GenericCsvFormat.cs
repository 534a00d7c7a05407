using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Zip;

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

        // What is wrong with a row is told once, of the two times that it is read.
        using var first = Open(GenericEntry.KeyMembers, new ReportWarnings());
        var survey = GenericSurvey.Of(first, cancellationToken);
        using var second = Open(GenericEntry.Members, warnings);
        var report = new GenericReport(survey, warnings, take) { PlaceOf = static index => $"row {index + 1}" };
        report.Read(second, cancellationToken);
        return new ReportSummary([.. report.Tools], report.LeftOut == 0, warnings.All);

        RewindableStream Open(JsonMembers<GenericEntry> wanted, ReportWarnings told) =>
            new(() => new CsvAsJson(body, header.Separator, wanted, told, cancellationToken));
    }
}
