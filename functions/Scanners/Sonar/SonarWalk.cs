using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sonar;

/// <summary>Reads one or more answers: first what stands beside the entries, then the entries, one by one.</summary>
internal sealed class SonarWalk(ReportWarnings warnings, Action<ReportedFinding> take, CancellationToken cancellationToken) : IDisposable
{
    // The issues query never goes beyond this many, whatever the total says.
    private const int MostAnswered = 10_000;

    private static readonly JsonMembers<SonarWalk> Root = new()
    {
        ["issues"] = static (ref c, walk) => walk.ReadEntries(ref c, isHotspots: false),
        ["hotspots"] = static (ref c, walk) => walk.ReadEntries(ref c, isHotspots: true),
    };

    private readonly SonarRules rules = new();
    private readonly Dictionary<string, string?> paths = [];
    private SonarFindings? findings;
    private readonly SortedSet<string> tools = new(StringComparer.Ordinal);
    private readonly Expected issues = new();
    private readonly Expected hotspots = new();
    private SonarGlossary? current;
    private bool isComplete = true;

    /// <summary>The servers that answered; both when no entry tells.</summary>
    public IReadOnlyList<string> Tools => tools.Count > 0 ? [.. tools] : [SonarFindings.Server, SonarFindings.Cloud];

    /// <summary>Reads what stands beside the entries of an answer, for the entries of all answers.</summary>
    public SonarGlossary Survey(Stream body)
    {
        var glossary = new SonarGlossary(rules, paths);
        glossary.Read(body, cancellationToken);
        return glossary;
    }

    /// <summary>Reads the answer to a question for one rule.</summary>
    /// <returns>Whether it is one.</returns>
    public bool ReadRule(Stream body)
    {
        var cursor = new JsonCursor(body, cancellationToken);
        cursor.Read();
        var isRule = rules.Read(ref cursor, null);
        cursor.Read();
        return isRule;
    }

    /// <summary>Reads the entries of an answer.</summary>
    /// <param name="glossary">Of this very answer.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="UnreadableReportException">It is no whole answer of issues or hotspots.</exception>
    public int Read(Stream body, SonarGlossary glossary)
    {
        if (!glossary.HasEntries)
        {
            throw new UnreadableReportException("An answer of SonarQube has an array 'issues' or 'hotspots'; this one has none");
        }

        current = glossary;
        var before = issues.Read + hotspots.Read;
        (glossary.HasHotspots ? hotspots : issues).Totals.Add(glossary.Total ?? 0);
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
        return issues.Read + hotspots.Read - before;
    }

    /// <summary>Notes that something of the report was not taken.</summary>
    /// <inheritdoc cref="ReportWarnings.Add" path="/param"/>
    public void LeaveOut(string matter, string? where = null)
    {
        isComplete = false;
        warnings.Add(matter, where);
    }

    /// <summary>Whether everything the server has was there; says so when not.</summary>
    public bool IsWhole()
    {
        foreach (var (expected, what) in new[] { (issues, "issues"), (hotspots, "hotspots") })
        {
            if (expected.Total > expected.Read)
            {
                LeaveOut($"The server has {expected.Total:N0} {what}, the report holds {expected.Read:N0}: pages are missing");
            }
            else if (expected.Read >= MostAnswered && what == "issues")
            {
                LeaveOut($"SonarQube answers at most {MostAnswered:N0} issues, so there may be more");
            }
        }

        return isComplete;
    }

    /// <inheritdoc/>
    public void Dispose() => rules.Dispose();

    private void ReadEntries(ref JsonCursor cursor, bool isHotspots)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        findings ??= new SonarFindings(rules, warnings);
        while (cursor.NextElement())
        {
            var issue = new SonarIssue();
            var isObject = SonarIssue.Members.Read(ref cursor, issue);
            (isHotspots || issue.Probability is not null ? hotspots : issues).Read++;
            if (!isObject)
            {
                LeaveOut("{0} entries are no objects and were left out");
            }
            else if (findings.Of(issue, current!) is { } finding)
            {
                tools.Add(finding.Finding.Tool);
                take(finding);
            }
        }
    }

    private sealed class Expected
    {
        /// <summary>How many entries the server has, by every query: its pages all name the same number.</summary>
        public HashSet<int> Totals { get; } = [];

        public long Total => Totals.Sum(total => (long)total);

        public int Read { get; set; }
    }
}
