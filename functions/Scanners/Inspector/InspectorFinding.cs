using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Inspector;

/// <summary>A finding as the service gives it. Source: formats page, section 4.</summary>
internal sealed class InspectorFinding
{
    private static readonly JsonMembers<InspectorFinding> Package = new()
    {
        ["vulnerabilityId"] = static (ref c, finding) => finding.VulnerabilityId = c.Name(),
        ["relatedVulnerabilities"] = static (ref c, finding) => c.Texts(finding.RelatedIds),
        ["sourceUrl"] = static (ref c, finding) => finding.SourceUrl = c.Name(),
        ["cvss"] = static (ref c, finding) => ReadAll(ref c, InspectorCvss.Members, finding.Scores),
        ["referenceUrls"] = static (ref c, finding) => c.Texts(finding.Urls),
        ["vulnerablePackages"] = static (ref c, finding) => ReadAll(ref c, InspectorPackage.Members, finding.Packages),
    };

    private static readonly JsonMembers<InspectorFinding> Ports = new()
    {
        ["begin"] = static (ref c, finding) => finding.Port = c.Int(),
    };

    private static readonly JsonMembers<InspectorFinding> Network = new()
    {
        ["openPortRange"] = static (ref c, finding) => Ports.Read(ref c, finding),
        ["protocol"] = static (ref c, finding) => finding.Protocol = c.Name(),
    };

    private static readonly JsonMembers<InspectorFinding> File = new()
    {
        ["filePath"] = static (ref c, finding) => finding.FilePath = c.Name(),
        ["startLine"] = static (ref c, finding) => finding.Line = c.Int(),
        ["endLine"] = static (ref c, finding) => finding.EndLine = c.Int(),
    };

    private static readonly JsonMembers<InspectorFinding> Code = new()
    {
        ["cwes"] = static (ref c, finding) => c.Texts(finding.Cwes),
        ["ruleId"] = static (ref c, finding) => finding.RuleId = c.Name(),
        ["detectorId"] = static (ref c, finding) => finding.DetectorId = c.Name(),
        ["detectorName"] = static (ref c, finding) => finding.DetectorName = c.Name(),
        ["filePath"] = static (ref c, finding) => File.Read(ref c, finding),
        ["referenceUrls"] = static (ref c, finding) => c.Texts(finding.Urls),
    };

    private static readonly JsonMembers<InspectorFinding> ScoreDetails = new()
    {
        ["adjustedCvss"] = static (ref c, finding) => InspectorCvss.Members.Read(ref c, finding.Adjusted),
    };

    private static readonly JsonMembers<InspectorFinding> Recommendation = new()
    {
        ["text"] = static (ref c, finding) => finding.Recommended = c.Text(),
        ["Url"] = static (ref c, finding) => c.Texts(finding.Urls),
    };

    private static readonly JsonMembers<InspectorFinding> Remediation = new()
    {
        ["recommendation"] = static (ref c, finding) => Recommendation.Read(ref c, finding),
    };

    private static readonly JsonMembers<InspectorFinding> Exploits = new()
    {
        ["lastKnownExploitAt"] = static (ref c, finding) => finding.IsExploited = c.Scalar() is not null,
    };

    public static readonly JsonMembers<InspectorFinding> Members = new()
    {
        ["findingArn"] = static (ref c, finding) => finding.Arn = c.Text(FindingLimits.NameCharacters),
        ["type"] = static (ref c, finding) => finding.Type = c.Name(),
        ["title"] = static (ref c, finding) => finding.Title = c.Text(FindingLimits.NameCharacters),
        ["description"] = static (ref c, finding) => finding.Description = c.Text(),
        ["severity"] = static (ref c, finding) => finding.Severity = c.Name(),
        ["status"] = static (ref c, finding) => finding.Status = c.Name(),
        ["cwes"] = static (ref c, finding) => c.Texts(finding.Cwes),
        ["inspectorScoreDetails"] = static (ref c, finding) => ScoreDetails.Read(ref c, finding),
        ["exploitabilityDetails"] = static (ref c, finding) => Exploits.Read(ref c, finding),
        ["remediation"] = static (ref c, finding) => Remediation.Read(ref c, finding),
        ["firstObservedAt"] = static (ref c, finding) => finding.FirstObservedAt = c.Scalar(),
        ["updatedAt"] = static (ref c, finding) => finding.UpdatedAt = c.Scalar(),
        ["packageVulnerabilityDetails"] = static (ref c, finding) => Package.Read(ref c, finding),
        ["networkReachabilityDetails"] = static (ref c, finding) => Network.Read(ref c, finding),
        ["codeVulnerabilityDetails"] = static (ref c, finding) => Code.Read(ref c, finding),
        ["resources"] = static (ref c, finding) => ReadAll(ref c, InspectorResource.Members, finding.Resources),
    };

    public string? Arn { get; private set; }

    public string? Type { get; private set; }

    public string? Title { get; private set; }

    public string? Description { get; private set; }

    public string? Severity { get; private set; }

    public string? Status { get; private set; }

    public string? FirstObservedAt { get; private set; }

    public string? UpdatedAt { get; private set; }

    public string? VulnerabilityId { get; private set; }

    public List<string> RelatedIds { get; } = [];

    public string? SourceUrl { get; private set; }

    public List<InspectorCvss> Scores { get; } = [];

    /// <summary>What the service made of the scores for this place.</summary>
    public InspectorCvss Adjusted { get; } = new();

    public List<string> Urls { get; } = [];

    public List<InspectorPackage> Packages { get; } = [];

    public int? Port { get; private set; }

    public string? Protocol { get; private set; }

    public List<string> Cwes { get; } = [];

    public string? RuleId { get; private set; }

    public string? DetectorId { get; private set; }

    public string? DetectorName { get; private set; }

    public string? FilePath { get; private set; }

    public int? Line { get; private set; }

    public int? EndLine { get; private set; }

    public string? Recommended { get; private set; }

    public bool IsExploited { get; private set; }

    public List<InspectorResource> Resources { get; } = [];

    private static void ReadAll<T>(ref JsonCursor cursor, JsonMembers<T> members, List<T> target)
        where T : new()
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var entry = new T();
            if (members.Read(ref cursor, entry) && target.Count < FindingLimits.ListEntries)
            {
                target.Add(entry);
            }
        }
    }
}
