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
        var states = StatesOf(body, header.Separator, cancellationToken);
        var warnings = new ReportWarnings();
        var handover = new GenericHandover(GenericSurvey.NoTool, states, static index => $"row {index + 1}", warnings, take);
        using var rows = new GenericRows(body, header.Separator, warnings, cancellationToken);
        while (rows.Next() is { } entry)
        {
            handover.Take(entry);
        }

        handover.Finish();
        return new ReportSummary([.. handover.Tools], handover.LeftOut == 0, warnings.All);
    }

    // As long as all entries stand the same way, none can repeat another with another state, and which they are need not be read.
    private static GenericStates StatesOf(Stream body, char separator, CancellationToken cancellationToken)
    {
        var states = new GenericStates();

        // What is wrong with a row is told once, of the times that it is read.
        var untold = new ReportWarnings();
        using var first = new GenericRows(body, separator, untold, cancellationToken);
        var hasStates = first.TakeStatesOnly();
        while (hasStates && first.Next() is { } entry && states.IsLikeTheFirst(entry))
        {
        }

        if (states.AreMixed)
        {
            using var second = new GenericRows(body, separator, untold, cancellationToken);
            second.TakeKeysOnly();
            while (second.Next() is { } entry)
            {
                states.Compare(entry);
            }
        }

        states.Settle();
        return states;
    }
}
