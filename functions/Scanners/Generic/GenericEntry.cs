using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>An entry as the report has it. The members are described in docs/formats.md.</summary>
internal sealed class GenericEntry
{
    private static readonly string[] KnownButUnused =
    [
        "tags", "verified", "severityJustification", "numericalSeverity", "staticFinding", "dynamicFinding", "fixAvailable", "ransomwareUsed", "kevDate",
        "epssScore", "epssPercentile", "files", "nbOccurences", "scannerConfidence", "sourceCodeManagement", "service", "effortForFixing", "thread",
        "reporter", "plannedRemediationDate", "plannedRemediationVersion", "publishDate", "underReview", "underDefectReview",
    ];

    /// <summary>The members of an entry.</summary>
    public static JsonMembers<GenericEntry> Members { get; } = Table();

    /// <summary>Only the members that tell which entry it is and how it stands.</summary>
    public static JsonMembers<GenericEntry> KeyMembers { get; } = KeyTable();

    public string? Id { get; private set; }

    public string? Title { get; private set; }

    public string? Severity { get; private set; }

    public string? Rule { get; private set; }

    public string? Tool { get; private set; }

    public string? Description { get; private set; }

    public string? Impact { get; private set; }

    public string? Steps { get; private set; }

    public string? Advice { get; private set; }

    public Place Place { get; private set; } = new();

    /// <summary>Hosts and URLs in the order of the report.</summary>
    public List<Place> Endpoints { get; } = [];

    public List<string> Cwes { get; } = [];

    public List<string> Ids { get; } = [];

    /// <summary>Vectors of any version.</summary>
    public List<string> CvssVectors { get; } = [];

    public List<string> CvssScores { get; } = [];

    public List<string> References { get; } = [];

    public string? Date { get; private set; }

    public string? Justification { get; private set; }

    public bool IsExploited { get; private set; }

    /// <summary>What the entry says about its state, by the member that says it.</summary>
    public GenericState State { get; } = new();

    /// <summary>Members that mean nothing to us.</summary>
    public List<string> UnknownMembers { get; } = [];

    private static JsonMembers<GenericEntry> Table()
    {
        var table = new JsonMembers<GenericEntry> { Others = ReadUnknown };
        AddNames(table);
        AddTexts(table);
        AddPlace(table);
        AddState(table);
        foreach (var name in KnownButUnused)
        {
            table.With(static (ref c, _) => c.Skip(), name);
        }

        return table;
    }

    private static JsonMembers<GenericEntry> KeyTable()
    {
        var table = new JsonMembers<GenericEntry>();
        AddNames(table);
        AddPlace(table);
        AddState(table);
        return table;
    }

    private static void AddNames(JsonMembers<GenericEntry> table) => table
        .With(static (ref c, entry) => entry.Id = c.Scalar(), "id", "uniqueId", "uniqueIdFromTool", "key", "fingerprint")
        .With(static (ref c, entry) => entry.Title = c.Text() ?? entry.Title, "title")
        .With(static (ref c, entry) => entry.Title ??= c.Text(), "name")
        .With(static (ref c, entry) => entry.Rule = c.Scalar() ?? entry.Rule, "rule", "ruleId", "check", "checkId", "vulnIdFromTool")
        .With(static (ref c, entry) => entry.Tool = c.Name(), "tool", "scanner")
        .With(static (ref c, entry) => c.Texts(entry.Cwes), "cwe", "cwes", "cweId")
        .With(static (ref c, entry) => c.Texts(entry.Ids), "cve", "cves", "vulnerabilityIds", "vulnerabilityId", "ids", "aliases");

    private static void AddTexts(JsonMembers<GenericEntry> table) => table
        .With(static (ref c, entry) => entry.Severity = c.Scalar(), "severity")
        .With(static (ref c, entry) => entry.Description = c.Text() ?? entry.Description, "description", "details", "message")
        .With(static (ref c, entry) => entry.Impact = c.Text(), "impact")
        .With(static (ref c, entry) => entry.Steps = c.Text(), "stepsToReproduce", "steps")
        .With(static (ref c, entry) => entry.Advice = c.Text(), "fix", "mitigation", "remediation", "recommendation", "solution", "advice")
        .With(static (ref c, entry) => entry.ReadCvss(ref c), "cvss", "cvssVector", "cvssScore", "cvssv2", "cvssv2Score", "cvssv3", "cvssv3Score", "cvssv4", "cvssv4Score")
        .With(static (ref c, entry) => c.Texts(entry.References), "references", "reference", "links", "link")
        .With(static (ref c, entry) => entry.Date = c.Scalar(), "date", "detectedAt", "firstSeen", "foundAt")
        .With(static (ref c, entry) => entry.IsExploited = StateWords.Flag(c.Scalar()) ?? false, "exploited", "isExploited", "knownExploited");

    private static void AddPlace(JsonMembers<GenericEntry> table) => table
        .With(static (ref c, entry) => entry.Place = entry.Place with { Path = ReportPath.Normalise(c.Name()) }, "path", "file", "filePath", "fileName")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Line = Above0(c.Int()) }, "line", "startLine", "lineNumber")
        .With(static (ref c, entry) => entry.Place = entry.Place with { EndLine = Above0(c.Int()) }, "endLine")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Column = Above0(c.Int()) }, "column", "startColumn")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Snippet = c.Code() }, "snippet", "code")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Symbol = c.Name() }, "symbol", "function", "sastSinkObject")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Component = c.Name() ?? entry.Place.Component }, "component", "componentName", "package", "purl")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Version = c.Scalar() }, "version", "componentVersion", "packageVersion")
        .With(static (ref c, entry) => entry.Place = entry.Place with { FixedVersion = c.Scalar() }, "fixedVersion", "fixVersion")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Parameter = c.Name() }, "parameter", "param")
        .With(static (ref c, entry) => entry.ReadEndpoints(ref c), "endpoints", "endpoint", "urls", "url", "hosts")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Host = c.Name()?.ToLowerInvariant() }, "host", "hostname", "ip")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Port = Above0(c.Int()) }, "port")
        .With(static (ref c, entry) => entry.Place = entry.Place with { Protocol = c.Name() }, "protocol");

    private static void AddState(JsonMembers<GenericEntry> table) => table
        .With(static (ref c, entry) => entry.State.Word = c.Name(), "state", "status")
        .With(static (ref c, entry) => entry.State.IsActive = StateWords.Flag(c.Scalar()), "active", "isActive")
        .With(static (ref c, entry) => entry.State.IsFalsePositive = StateWords.Flag(c.Scalar()), "falsePositive", "isFalsePositive", "falseP")
        .With(static (ref c, entry) => entry.State.IsMitigated = StateWords.Flag(c.Scalar()), "fixed", "isFixed", "isMitigated")
        .With(static (ref c, entry) => entry.State.Mitigated = c.Scalar(), "fixedAt", "mitigated", "mitigatedAt", "mitigatedDate")
        .With(static (ref c, entry) => entry.State.IsSetAside |= StateWords.Flag(c.Scalar()) == true, "suppressed", "riskAccepted", "outOfScope", "duplicate", "isDuplicate")
        .With(static (ref c, entry) => entry.Justification = c.Text(), "justification", "reason");

    private static int? Above0(int? number) => number is > 0 ? number : null;

    private static void ReadUnknown(ref JsonCursor cursor, GenericEntry entry)
    {
        if (entry.UnknownMembers.Count < FindingLimits.ListEntries)
        {
            entry.UnknownMembers.Add(cursor.Member());
        }

        cursor.Skip();
    }

    // A number is a score, a text with metrics is a vector, whatever the member is called.
    private void ReadCvss(ref JsonCursor cursor)
    {
        var values = new List<string>();
        cursor.Texts(values);
        foreach (var value in values)
        {
            (value.Contains("AV:", StringComparison.Ordinal) ? CvssVectors : CvssScores).Add(value);
        }
    }

    private void ReadEndpoints(ref JsonCursor cursor)
    {
        if (!cursor.IsNext(System.Text.Json.JsonTokenType.StartArray))
        {
            ReadEndpoint(ref cursor);
        }
        else if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                ReadEndpoint(ref cursor);
            }
        }
    }

    private void ReadEndpoint(ref JsonCursor cursor)
    {
        Place? place;
        if (cursor.IsNext(System.Text.Json.JsonTokenType.StartObject))
        {
            var endpoint = new GenericEndpoint();
            GenericEndpoint.Members.Read(ref cursor, endpoint);
            place = endpoint.Place();
        }
        else
        {
            place = ReportUrl.PlaceOf(cursor.Name());
        }

        if (place is not null && Endpoints.Count < FindingLimits.ListEntries)
        {
            Endpoints.Add(place);
        }
    }
}
