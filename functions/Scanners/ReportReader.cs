using Patchbay.Findings;

namespace Patchbay.Scanners;

/// <summary>Reads a report of any format.</summary>
public sealed class ReportReader(IEnumerable<IReportFormat> formats)
{
    /// <summary>Reads a report to its end.</summary>
    /// <param name="body">Unpacked, seekable, at position 0.</param>
    /// <param name="scanner">The scanner the sender named; null to recognise it from the content.</param>
    /// <param name="take">Called for every entry; what it was given counts only if the outcome is readable.</param>
    public Report Read(Stream body, string? scanner, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        var format = formats.First(f => scanner is null || f.Scanner == scanner);
        return new Report.Readable(format.Scanner, format.Read(body, take, cancellationToken));
    }
}

/// <summary>How reading a report ended.</summary>
public abstract record Report
{
    private Report()
    {
    }

    /// <summary>Every entry was handed over.</summary>
    /// <param name="Scanner">The format's scanner name.</param>
    public sealed record Readable(string Scanner, ReportSummary Summary) : Report;

    /// <summary>No format can read it to its end.</summary>
    /// <param name="Reason">What was expected and what was there, in a sentence for the sender.</param>
    /// <param name="At">Line, byte offset or JSON path; null when it is the whole body.</param>
    public sealed record Unreadable(string Reason, string? At) : Report;
}
