using Patchbay.Findings;

namespace Patchbay.Scanners.CycloneDx;

/// <summary>Hands over the findings of vulnerabilities, however the document was written, and sums it up.</summary>
internal sealed class BomReport(BomContents contents, Action<ReportedFinding> take)
{
    private readonly ReportWarnings warnings = new();
    private BomFindings? findings;
    private bool isComplete = true;

    /// <summary>Takes a vulnerability that was read whole.</summary>
    public void Take(BomVulnerability vulnerability)
    {
        if (vulnerability.AffectsLeftOut > 0)
        {
            LeaveOut("{0} vulnerabilities affect too many components, of which some were left out", vulnerability.Id);
        }

        findings ??= new BomFindings(contents, warnings);
        foreach (var finding in findings.Of(vulnerability))
        {
            take(finding);
        }
    }

    /// <summary>Notes that something of the document was not taken.</summary>
    /// <inheritdoc cref="ReportWarnings.Add" path="/param"/>
    public void LeaveOut(string matter, string? where)
    {
        isComplete = false;
        warnings.Add(matter, where);
    }

    /// <summary>What is to be known of the document, at its end.</summary>
    public ReportSummary Summary()
    {
        if (!contents.HasVulnerabilities)
        {
            warnings.Add("The document lists components and no vulnerabilities, so it does not tell that there are none");
        }
        else if (!contents.HasComponents)
        {
            warnings.Add("The document lists vulnerabilities and no components, so others may be there too");
        }

        if (contents.Refused > 0)
        {
            warnings.Add($"The document has more components than are kept; {contents.Refused:N0} were left out and are called by their references");
        }

        return new ReportSummary(["cyclonedx"], isComplete && contents is { HasVulnerabilities: true, HasComponents: true }, warnings.All)
        {
            ToolVersion = contents.SingleToolVersion,
        };
    }
}
