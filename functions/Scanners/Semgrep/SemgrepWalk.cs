using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Semgrep;

/// <summary>Walks a report once and hands over its entries one by one.</summary>
internal sealed class SemgrepWalk(ReportWarnings warnings, Action<ReportedFinding> take)
{
    private static readonly JsonMembers<SemgrepWalk> Error = new()
    {
        ["message"] = static (ref c, walk) => walk.errorText = c.Name(),
        ["type"] = static (ref c, walk) => walk.errorText ??= c.Name(),
    };

    private static readonly JsonMembers<SemgrepWalk> Root = new()
    {
        ["version"] = static (ref c, walk) => walk.ToolVersion = c.Name(),
        ["results"] = static (ref c, walk) => walk.ReadResults(ref c),
        ["findings"] = static (ref c, walk) => walk.ReadIssues(ref c),
        ["vulns"] = static (ref c, walk) => walk.ReadVulnerabilities(ref c),
        ["errors"] = static (ref c, walk) => walk.ReadErrors(ref c),
        ["hasMore"] = static (ref c, walk) => walk.NoteMore(c.Scalar() == "true"),
    };

    private readonly SemgrepFindings findings = new(warnings);
    private string? errorText;
    private bool hasList;

    public bool IsWhole { get; private set; } = true;

    public string? ToolVersion { get; private set; }

    /// <summary>Reads the report.</summary>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        Root.Read(ref cursor, this);
        cursor.Read();
        if (!hasList)
        {
            throw new UnreadableReportException("A Semgrep report has an array 'results', 'findings' or 'vulns'; this one has none");
        }
    }

    private void ReadResults(ref JsonCursor cursor)
    {
        if (!EnterList(ref cursor))
        {
            return;
        }

        while (cursor.NextElement())
        {
            var result = new SemgrepResult();
            Hand(SemgrepResult.Members.Read(ref cursor, result), findings.Of, result);
        }
    }

    private void ReadIssues(ref JsonCursor cursor)
    {
        if (!EnterList(ref cursor))
        {
            return;
        }

        while (cursor.NextElement())
        {
            var issue = new SemgrepIssue();
            Hand(SemgrepIssue.Members.Read(ref cursor, issue), findings.Of, issue);
        }
    }

    private void ReadVulnerabilities(ref JsonCursor cursor)
    {
        if (!EnterList(ref cursor))
        {
            return;
        }

        while (cursor.NextElement())
        {
            var vulnerability = new SemgrepVulnerability();
            Hand(SemgrepVulnerability.Members.Read(ref cursor, vulnerability), findings.Of, vulnerability);
        }
    }

    private bool EnterList(ref JsonCursor cursor)
    {
        var isList = cursor.EnterArray();
        hasList |= isList;
        return isList;
    }

    private void Hand<T>(bool isObject, Func<T, ReportedFinding?> make, T entry)
    {
        if (!isObject)
        {
            IsWhole = false;
            warnings.Add("{0} entries are no objects and were left out");
        }
        else if (make(entry) is { } finding)
        {
            take(finding);
        }
    }

    // The command line ends well even when files could not be analysed.
    private void ReadErrors(ref JsonCursor cursor)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            errorText = null;
            Error.Read(ref cursor, this);
            IsWhole = false;
            warnings.Add("Semgrep reports {0} errors, so not everything was analysed", errorText);
        }
    }

    private void NoteMore(bool hasMore)
    {
        if (hasMore)
        {
            IsWhole = false;
            warnings.Add("The report is one page of several");
        }
    }
}
