using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>What each member of an entry means: the same for a member in JSON and a column in CSV.</summary>
/// <typeparam name="TValue">What members are read from.</typeparam>
internal sealed class GenericMembers<TValue>
    where TValue : IReportValue, allows ref struct
{
    private static readonly string[] KnownButUnused =
    [
        "tags", "verified", "severityJustification", "numericalSeverity", "staticFinding", "dynamicFinding", "fixAvailable", "ransomwareUsed", "kevDate",
        "epssScore", "epssPercentile", "files", "nbOccurences", "scannerConfidence", "sourceCodeManagement", "service", "effortForFixing", "thread",
        "reporter", "plannedRemediationDate", "plannedRemediationVersion", "publishDate", "underReview", "underDefectReview",
    ];

    private readonly Dictionary<string, ReadMember<TValue, GenericEntry>> all = [];

    /// <summary>Lists the members, each in every spelling.</summary>
    /// <param name="readEndpoints">Reads hosts and URLs, which JSON may also write as objects.</param>
    public GenericMembers(ReadMember<TValue, GenericEntry> readEndpoints)
    {
        AddState();
        AddNames();
        AddPlace(readEndpoints);
        AddTexts();
        Add(static (ref _, _) => { }, KnownButUnused);
    }

    /// <summary>How to read each, by its name.</summary>
    public IReadOnlyDictionary<string, ReadMember<TValue, GenericEntry>> All => all;

    private static int? Above0(int? number) => number is > 0 ? number : null;

    private void AddNames()
    {
        Add(static (ref v, entry) => entry.Id = v.Id(), "id", "uniqueId", "uniqueIdFromTool", "key", "fingerprint");
        Add(static (ref v, entry) => entry.Title = v.Text(FindingLimits.NameCharacters) ?? entry.Title, "title");
        Add(static (ref v, entry) => entry.Title ??= v.Text(FindingLimits.NameCharacters), "name");
        Add(static (ref v, entry) => entry.Rule = v.Scalar() ?? entry.Rule, "rule", "ruleId", "check", "checkId", "vulnIdFromTool");
        Add(static (ref v, entry) => entry.Tool = v.Name(), "tool", "scanner");
        Add(static (ref v, entry) => v.Texts(entry.Cwes), "cwe", "cwes", "cweId");
        Add(static (ref v, entry) => v.Texts(entry.Ids), "cve", "cves", "vulnerabilityIds", "vulnerabilityId", "ids", "aliases");
    }

    private void AddTexts()
    {
        Add(static (ref v, entry) => entry.Severity = v.Scalar(), "severity");
        Add(static (ref v, entry) => entry.Description = v.Text() ?? entry.Description, "description", "details", "message");
        Add(static (ref v, entry) => entry.Impact = v.Text(), "impact");
        Add(static (ref v, entry) => entry.Steps = v.Text(), "stepsToReproduce", "steps");
        Add(static (ref v, entry) => entry.Advice = v.Text(), "fix", "mitigation", "remediation", "recommendation", "solution", "advice");
        Add(static (ref v, entry) => v.Texts(entry.Cvss), "cvss", "cvssVector", "cvssScore", "cvssv2", "cvssv2Score", "cvssv3", "cvssv3Score", "cvssv4", "cvssv4Score");
        Add(static (ref v, entry) => v.Texts(entry.References), "references", "reference", "links", "link");
        Add(static (ref v, entry) => entry.Justification = v.Text(), "justification", "reason");
        Add(static (ref v, entry) => entry.Date = v.Scalar(), "date", "detectedAt", "firstSeen", "foundAt");
        Add(static (ref v, entry) => entry.IsExploited = StateWords.Flag(v.Scalar()) ?? false, "exploited", "isExploited", "knownExploited");
    }

    private void AddPlace(ReadMember<TValue, GenericEntry> readEndpoints)
    {
        Add(static (ref v, entry) => entry.Path = ReportPath.Normalise(v.Text(FindingLimits.NameCharacters)), "path", "file", "filePath", "fileName");
        Add(static (ref v, entry) => entry.Line = Above0(v.Int()), "line", "startLine", "lineNumber");
        Add(static (ref v, entry) => entry.EndLine = Above0(v.Int()), "endLine");
        Add(static (ref v, entry) => entry.Column = Above0(v.Int()), "column", "startColumn");
        Add(static (ref v, entry) => entry.Snippet = v.Code(), "snippet", "code");
        Add(static (ref v, entry) => entry.Symbol = v.Name(), "symbol", "function", "sastSinkObject");
        Add(static (ref v, entry) => entry.Component = v.Name() ?? entry.Component, "component", "componentName", "package", "purl");
        Add(static (ref v, entry) => entry.Version = v.Scalar(), "version", "componentVersion", "packageVersion");
        Add(static (ref v, entry) => entry.FixedVersion = v.Scalar(), "fixedVersion", "fixVersion");
        Add(static (ref v, entry) => entry.Parameter = v.Name(), "parameter", "param");
        Add(readEndpoints, "endpoints", "endpoint", "urls", "url", "hosts");
        Add(static (ref v, entry) => entry.Host = v.Name()?.ToLowerInvariant(), "host", "hostname", "ip");
        Add(static (ref v, entry) => entry.Port = Above0(v.Int()), "port");
        Add(static (ref v, entry) => entry.Protocol = v.Name(), "protocol");
    }

    private void AddState()
    {
        Add(static (ref v, entry) => entry.State.Word = v.Name(), "state", "status");
        Add(static (ref v, entry) => entry.State.IsActive = StateWords.Flag(v.Scalar()), "active", "isActive");
        Add(static (ref v, entry) => entry.State.IsFalsePositive = StateWords.Flag(v.Scalar()), "falsePositive", "isFalsePositive", "falseP");
        Add(static (ref v, entry) => entry.State.IsMitigated = StateWords.Flag(v.Scalar()), "fixed", "isFixed", "isMitigated");
        Add(static (ref v, entry) => entry.State.Mitigated = v.Scalar(), "fixedAt", "mitigated", "mitigatedAt", "mitigatedDate");
        Add(static (ref v, entry) => entry.State.IsSetAside |= StateWords.Flag(v.Scalar()) == true, "suppressed", "riskAccepted", "outOfScope", "duplicate", "isDuplicate");
    }

    private void Add(ReadMember<TValue, GenericEntry> read, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var spelling in GenericNames.Spellings(name))
            {
                all[spelling] = read;
            }
        }
    }
}
