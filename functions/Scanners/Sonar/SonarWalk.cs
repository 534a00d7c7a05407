using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sonar;

/// <summary>Reads one or more answers: first what stands beside the entries, then the entries, one by one.</summary>
internal sealed class SonarWalk(ReportWarnings warnings, Action<ReportedFinding> take)
{
    // The issues query never goes beyond this many, whatever the total says.
    private const int MostAnswered = 10_000;

    private static readonly JsonMembers<SonarWalk> Root = new()
    {
        ["issues"] = static (ref c, walk) => walk.ReadEntries(ref c, isHotspots: false),
        ["hotspots"] = static (ref c, walk) => walk.ReadEntries(ref c, isHotspots: true),
    };

    private readonly SonarFindings findings = new(warnings);
    private readonly SortedSet<string> tools = new(StringComparer.Ordinal);
    private readonly Expected issues = new();
    private readonly Expected hotspots = new();
    private SonarGlossary glossary = new();
    private bool isComplete = true;

    /// <summary>The servers that answered; both when no entry tells.</summary>
    public IReadOnlyList<string> Tools => tools.Count > 0 ? [.. tools] : [SonarFindings.Server, SonarFindings.Cloud];

    /// <summary>Reads one answer.</summary>
    /// <exception cref="UnreadableReportException">It is no whole answer of issues or hotspots.</exception>
    public void Read(Stream body, CancellationToken cancellationToken)
    {
        glossary = SonarGlossary.Of(body, cancellationToken);
        if (!glossary.HasIssues && !glossary.HasHotspots)
        {
            throw new UnreadableReportException("An answer of SonarQube has an array 'issues' or 'hotspots'; this one has none");
        }

        var expected = glossary.HasHotspots ? hotspots : issues;
        expected.Total = Math.Max(expected.Total, glossary.Total ?? 0);
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        if (cursor.Token == JsonTokenType.StartArray)
        {
            ReadEntries(ref cursor, isHotspots: false);
        }
        else
        {
            Root.Read(ref cursor, this);
        }

        cursor.Read();
    }

    /// <summary>Whether everything the server has was there; says so when not.</summary>
    public bool IsWhole()
    {
        foreach (var (expected, what) in new[] { (issues, "issues"), (hotspots, "hotspots") })
        {
            if (expected.Total > expected.Read)
            {
                isComplete = false;
                warnings.Add($"The server has {expected.Total:N0} {what}, the report holds {expected.Read:N0}: pages are missing");
            }
            else if (expected.Read >= MostAnswered && what == "issues")
            {
                isComplete = false;
                warnings.Add($"SonarQube answers at most {MostAnswered:N0} issues, so there may be more");
            }
        }

        return isComplete;
    }

    private void ReadEntries(ref JsonCursor cursor, bool isHotspots)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var issue = new SonarIssue();
            var isObject = SonarIssue.Members.Read(ref cursor, issue);
            (isHotspots || issue.Probability is not null ? hotspots : issues).Read++;
            if (!isObject)
            {
                isComplete = false;
                warnings.Add("{0} entries are no objects and were left out");
            }
            else if (findings.Of(issue, glossary) is { } finding)
            {
                tools.Add(finding.Finding.Tool);
                take(finding);
            }
        }
    }

    private sealed class Expected
    {
        public int Total { get; set; }

        public int Read { get; set; }
    }
}
