using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>Reads the vulnerabilities of CycloneDX bills of materials and VEX documents in JSON. Source: formats page, section 6.</summary>
public sealed class CycloneDxFormat : IReportFormat
{
    private static readonly JsonMembers<Walk> Root = new()
    {
        Others = static (ref c, _) => c.Skip(),
        ["vulnerabilities"] = static (ref c, walk) => walk.ReadVulnerabilities(ref c),
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
        var warnings = new ReportWarnings();
        var contents = BomContents.Of(body, cancellationToken);
        var walk = new Walk(new BomFindings(contents, warnings), take, warnings);
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        Root.Read(ref cursor, walk);
        cursor.Read();
        if (!contents.HasVulnerabilities)
        {
            warnings.Add("The document lists components and no vulnerabilities, so it does not tell that there are none");
        }
        else if (!contents.HasComponents)
        {
            warnings.Add("The document lists vulnerabilities and no components, so others may be there too");
        }

        return new ReportSummary(["cyclonedx"], walk.IsComplete && contents is { HasVulnerabilities: true, HasComponents: true }, warnings.All)
        {
            ToolVersion = contents.SingleToolVersion,
        };
    }

    private sealed class Walk(BomFindings findings, Action<ReportedFinding> take, ReportWarnings warnings)
    {
        public bool IsComplete { get; private set; } = true;

        public void ReadVulnerabilities(ref JsonCursor cursor)
        {
            if (!cursor.EnterArray())
            {
                return;
            }

            while (cursor.NextElement())
            {
                var vulnerability = new BomVulnerability();
                if (!BomVulnerability.Members.Read(ref cursor, vulnerability))
                {
                    LeaveOut("{0} vulnerabilities are no objects and were left out", null);
                    continue;
                }

                if (vulnerability.AffectsLeftOut > 0)
                {
                    LeaveOut("{0} vulnerabilities affect too many components, of which some were left out", vulnerability.Id);
                }

                foreach (var finding in findings.Of(vulnerability))
                {
                    take(finding);
                }
            }
        }

        private void LeaveOut(string matter, string? where)
        {
            IsComplete = false;
            warnings.Add(matter, where);
        }
    }
}
