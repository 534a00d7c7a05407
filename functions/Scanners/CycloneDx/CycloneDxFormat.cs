using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>Reads the vulnerabilities of CycloneDX bills of materials and VEX documents in JSON. Source: formats page, section 6.</summary>
public sealed class CycloneDxFormat : IReportFormat
{
    private static readonly JsonMembers<BomReport> Root = new()
    {
        // The first pass read them.
        Others = static (ref c, _) => c.SkipUnchecked(),
        ["vulnerabilities"] = ReadVulnerabilities,
    };

    /// <inheritdoc/>
    public string Scanner => "cyclonedx";

    /// <inheritdoc/>
    public string Expects => "a JSON object with 'bomFormat' CycloneDX";

    /// <inheritdoc/>
    public Fit Judge(ReportOpening opening) =>
        string.Equals(opening.Members.GetValueOrDefault("bomFormat"), "CycloneDX", StringComparison.OrdinalIgnoreCase)
            || opening.Members.GetValueOrDefault("$schema")?.Contains("cyclonedx", StringComparison.OrdinalIgnoreCase) == true
            ? Fit.Certain
            : Fit.None;

    /// <inheritdoc/>
    public ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken)
    {
        using var contents = BomContents.Of(body, cancellationToken);
        var report = new BomReport(contents, take);
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        Root.Read(ref cursor, report);
        cursor.Read();
        return report.Summary();
    }

    private static void ReadVulnerabilities(ref JsonCursor cursor, BomReport report)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var vulnerability = new BomVulnerability();
            if (BomVulnerability.Members.Read(ref cursor, vulnerability))
            {
                report.Take(vulnerability);
            }
            else
            {
                report.LeaveOut("{0} vulnerabilities are no objects and were left out", null);
            }
        }
    }
}
