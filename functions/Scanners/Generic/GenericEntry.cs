using Patchbay.Findings;
using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>An entry as the report has it. The members are described in docs/formats.md.</summary>
/// <param name="places">Shared by the entries of a report.</param>
internal sealed class GenericEntry(GenericPlaces places)
{
    private static readonly string[] KnownButUnused =
    [
        "tags", "verified", "severityJustification", "numericalSeverity", "staticFinding", "dynamicFinding", "fixAvailable", "ransomwareUsed", "kevDate",
        "epssScore", "epssPercentile", "files", "nbOccurences", "scannerConfidence", "sourceCodeManagement", "service", "effortForFixing", "thread",
        "reporter", "plannedRemediationDate", "plannedRemediationVersion", "publishDate", "underReview", "underDefectReview",
    ];

    // Short rows make many entries of few members, so what an entry lacks costs nothing.
    private List<Place>? endpoints;
    private List<string>? cwes;
    private List<string>? ids;
    private List<string>? cvssVectors;
    private List<string>? cvssScores;
    private List<string>? references;
    private List<string>? unknownMembers;
    private GenericState? state;

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

    public Place Place { get; private set; } = Place.Nowhere;

    /// <summary>Hosts and URLs in the order of the report.</summary>
    public IReadOnlyList<Place> Endpoints => OrNone(endpoints);

    public IReadOnlyList<string> Cwes => OrNone(cwes);

    public IReadOnlyList<string> Ids => OrNone(ids);

    /// <summary>Vectors of any version.</summary>
    public IReadOnlyList<string> CvssVectors => OrNone(cvssVectors);

    public IReadOnlyList<string> CvssScores => OrNone(cvssScores);

    public IReadOnlyList<string> References => OrNone(references);

    public string? Date { get; private set; }

    public string? Justification { get; private set; }

    public bool IsExploited { get; private set; }

    /// <summary>What the entry says about its state; open when it says nothing.</summary>
    public ReportedState State => state?.Of() ?? ReportedState.Open;

    /// <summary>Members that mean nothing to us.</summary>
    public IReadOnlyList<string> UnknownMembers => OrNone(unknownMembers);

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
        .With(static (ref c, entry) => c.Texts(entry.cwes ??= []), "cwe", "cwes", "cweId")
        .With(static (ref c, entry) => c.Texts(entry.ids ??= []), "cve", "cves", "vulnerabilityIds", "vulnerabilityId", "ids", "aliases");

    private static void AddTexts(JsonMembers<GenericEntry> table) => table
        .With(static (ref c, entry) => entry.Severity = c.Scalar(), "severity")
        .With(static (ref c, entry) => entry.Description = c.Text() ?? entry.Description, "description", "details", "message")
        .With(static (ref c, entry) => entry.Impact = c.Text(), "impact")
        .With(static (ref c, entry) => entry.Steps = c.Text(), "stepsToReproduce", "steps")
        .With(static (ref c, entry) => entry.Advice = c.Text(), "fix", "mitigation", "remediation", "recommendation", "solution", "advice")
        .With(static (ref c, entry) => entry.ReadCvss(ref c), "cvss", "cvssVector", "cvssScore", "cvssv2", "cvssv2Score", "cvssv3", "cvssv3Score", "cvssv4", "cvssv4Score")
        .With(static (ref c, entry) => c.Texts(entry.references ??= []), "references", "reference", "links", "link")
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
        .With(static (ref c, entry) => entry.Said.Word = c.Name(), "state", "status")
        .With(static (ref c, entry) => entry.Said.IsActive = StateWords.Flag(c.Scalar()), "active", "isActive")
        .With(static (ref c, entry) => entry.Said.IsFalsePositive = StateWords.Flag(c.Scalar()), "falsePositive", "isFalsePositive", "falseP")
        .With(static (ref c, entry) => entry.Said.IsMitigated = StateWords.Flag(c.Scalar()), "fixed", "isFixed", "isMitigated")
        .With(static (ref c, entry) => entry.Said.Mitigated = c.Scalar(), "fixedAt", "mitigated", "mitigatedAt", "mitigatedDate")
        .With(static (ref c, entry) => entry.Said.IsSetAside |= StateWords.Flag(c.Scalar()) == true, "suppressed", "riskAccepted", "outOfScope", "duplicate", "isDuplicate")
        .With(static (ref c, entry) => entry.Justification = c.Text(), "justification", "reason");

    private GenericState Said => state ??= new GenericState();

    // A plain ?? [] would make an empty list each time.
    private static IReadOnlyList<T> OrNone<T>(IReadOnlyList<T>? list) => list ?? [];

    private static int? Above0(int? number) => number is > 0 ? number : null;

    private static void ReadUnknown(ref JsonCursor cursor, GenericEntry entry)
    {
        Add(ref entry.unknownMembers, cursor.Member());
        cursor.Skip();
    }

    // A number is a score, a text with metrics is a vector, whatever the member is called.
    private void ReadCvss(ref JsonCursor cursor)
    {
        if (!cursor.IsNext(System.Text.Json.JsonTokenType.StartArray))
        {
            AddCvss(cursor.Scalar());
            return;
        }

        while (cursor.NextElement())
        {
            AddCvss(cursor.Scalar());
        }
    }

    private void AddCvss(string? value)
    {
        if (value?.Contains("AV:", StringComparison.Ordinal) == true)
        {
            Add(ref cvssVectors, value);
        }
        else
        {
            Add(ref cvssScores, value);
        }
    }

    private static void Add<T>(ref List<T>? list, T? value)
        where T : class
    {
        if (value is not null && (list?.Count ?? 0) < FindingLimits.ListEntries)
        {
            (list ??= []).Add(value);
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
        if (cursor.IsNext(System.Text.Json.JsonTokenType.StartObject))
        {
            var endpoint = new GenericEndpoint();
            GenericEndpoint.Members.Read(ref cursor, endpoint);
            Add(ref endpoints, endpoint.Place());
        }
        else
        {
            Add(ref endpoints, places.Of(cursor.Name()));
        }
    }
}
