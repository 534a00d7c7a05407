using Patchbay.Findings;

namespace Patchbay.Scanners.Qualys;

/// <summary>Reads the CSV exports of Qualys VM, VMDR and PCI. Source: formats page, section 2.5.</summary>
public sealed class QualysCsvFormat : IReportFormat
{
    // One of these stands beside the QID in each of the exports.
    private static readonly string[] Marks = ["VULN STATUS", "ASSET IPV4", "ASSET ID", "VULN TITLE", "IS_PCI", "IP"];

    /// <inheritdoc/>
    public string Scanner => "qualys";

    /// <inheritdoc/>
    public string Expects => "CSV with a header row that has 'QID' and 'IP', 'Asset Id', 'Vuln Status' or 'VULN TITLE'";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) => opening.Kind == BodyKind.Text && opening.Lines.Any(IsHeader) ? Fit.Certain : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using var reader = new QualysCsvReader(take);
        return reader.Read(body, cancellationToken);
    }

    private static bool IsHeader(string line)
    {
        var names = line.Split(',').Select(name => name.Trim(' ', '"').ToUpperInvariant()).ToHashSet();
        return names.Contains("QID") && names.Overlaps(Marks);
    }
}
