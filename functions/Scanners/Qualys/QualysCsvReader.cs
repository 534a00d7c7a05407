using Patchbay.Findings;
using Patchbay.Scanners.Csv;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads a CSV export row by row. Rows about the report itself may stand in front of the header.</summary>
internal sealed class QualysCsvReader(Action<ReportedFinding> take) : IDisposable
{
    private const int MostRowsBeforeHeader = 100;
    private readonly QualysChecks checks = new();
    private readonly QualysCves cves = new();
    private readonly ReportWarnings warnings = new();
    private bool isWhole = true;

    /// <summary>Reads the body and hands over its findings.</summary>
    public ReportSummary Read(Stream body, CancellationToken cancellationToken)
    {
        using var rows = new CsvRows(body, cancellationToken);
        var columns = Header(rows);
        if (columns.Cve < 0)
        {
            return ReadDetections(rows, columns);
        }

        ReadCves(rows, columns);
        using var again = new CsvRows(body, cancellationToken);
        return ReadDetections(again, Header(again));
    }

    /// <inheritdoc/>
    public void Dispose() => checks.Dispose();

    private static QualysCsvColumns Header(CsvRows rows)
    {
        for (var left = MostRowsBeforeHeader; left > 0 && rows.Next(); left--)
        {
            if (Enumerable.Range(0, Math.Min(rows.Fields, MostRowsBeforeHeader)).Any(i => IsName(rows.Line(i))))
            {
                rows.TakeHeader();
                return new QualysCsvColumns(rows);
            }
        }

        throw new UnreadableReportException("A Qualys export has a header row with 'QID' among its first rows; this one has none");
    }

    private ReportSummary ReadDetections(CsvRows rows, QualysCsvColumns columns)
    {
        var tool = columns.IsPci ? "qualys-pci" : QualysVmFormat.Tool;
        var findings = new QualysFindings(tool, columns.SeverityOrigin, warnings);
        while (rows.Next())
        {
            if (QidOf(rows, columns) is { } qid)
            {
                take(findings.Of(columns.Detection(qid), CheckOf(qid, columns)));
            }
        }

        return new ReportSummary([tool], isWhole, warnings.All);
    }

    // Where a row is one CVE of a detection; else a row tells all the CVEs of its QID.
    private void ReadCves(CsvRows rows, QualysCsvColumns columns)
    {
        while (rows.Next())
        {
            if (rows.Line(columns.Qid) is { } qid)
            {
                cves.Add(qid, rows.Line(columns.Cve), columns.Scores);
            }
        }

        if (cves.IsFull)
        {
            warnings.Add("The export has more CVEs than are held; findings lack some of them");
        }
    }

    // Hosts without detections have rows too, and the header may stand again in front of each group.
    private string? QidOf(CsvRows rows, QualysCsvColumns columns)
    {
        var text = rows.Line(columns.Qid);
        var qid = QualysDetectionXml.NumberOf(text);
        if (qid is null && !IsName(text) && (text ?? columns.Title) is not null)
        {
            warnings.AddAt("Rows without a QID were left out", rows.Where);
            isWhole = false;
        }
        else if (qid is not null && rows.IsOdd)
        {
            warnings.AddAt("Rows with quotes where none may stand were read as far as they can be", rows.Where);
            isWhole = false;
        }

        return qid;
    }

    private QualysCheck CheckOf(string qid, QualysCsvColumns columns)
    {
        if (checks.Find(qid) is { } known)
        {
            return known;
        }

        var text = new QualysCheckText();
        columns.ReadCheck(text);
        cves.Tell(qid, text);
        return checks.Keep(text.Build(qid));
    }

    private static bool IsName(string? text) => string.Equals(text, "QID", StringComparison.OrdinalIgnoreCase);
}
