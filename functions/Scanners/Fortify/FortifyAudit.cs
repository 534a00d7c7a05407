using Patchbay.Findings;
using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;
using Patchbay.Scanners.Xml;

namespace Patchbay.Scanners.Fortify;

/// <summary>
/// What people decided about findings, from an FPR's <c>audit.xml</c>. Being listed there decides nothing: an issue is listed
/// as soon as somebody comments it.
/// </summary>
internal sealed class FortifyAudit : IDisposable
{
    private const string AnalysisTag = "87f2364f-dcd4-49e6-861d-f8d3f351686b";
    private const int MostDecisions = 1 << 19;
    private readonly Dictionary<ulong, ReportedState> states = [];
    private readonly TextShelf comments = new();

    /// <summary>Reads an <c>audit.xml</c>.</summary>
    /// <exception cref="UnreadableReportException">It is broken; without it suppressed findings would look open.</exception>
    public static FortifyAudit Read(Stream body, CancellationToken cancellationToken)
    {
        var audit = new FortifyAudit();
        using var xml = new XmlCursor(body, cancellationToken);
        for (var root = xml.Enter(); xml.NextChild(root);)
        {
            for (var list = xml.Name == "IssueList" ? xml.Enter() : -1; xml.NextChild(list);)
            {
                if (xml.Name == "Issue")
                {
                    audit.Add(xml);
                }
            }
        }

        xml.Finish();
        return audit;
    }

    /// <summary>What was decided about a finding: its state and the last comment.</summary>
    public (ReportedState State, string? Justification) Of(string? instanceId)
    {
        var key = TextKey.Of(instanceId);
        return states.TryGetValue(key, out var state) ? (state, comments.Get(key)) : (ReportedState.Open, null);
    }

    /// <summary>Whether an analysis says that there is no problem. Templates rename the other values, and none of them says so.</summary>
    public static bool IsNoIssue(string? analysis) => string.Equals(analysis, "Not an Issue", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Dispose() => comments.Dispose();

    private void Add(XmlCursor xml)
    {
        var instanceId = xml.Attribute("instanceId");
        var isSuppressed = xml.Attribute("suppressed") is "true" or "1";
        var isNoIssue = false;
        string? comment = null;
        for (var issue = xml.Enter(); xml.NextChild(issue);)
        {
            switch (xml.Name)
            {
                case "Tag" when string.Equals(xml.Attribute("id"), AnalysisTag, StringComparison.OrdinalIgnoreCase):
                    isNoIssue = IsNoIssue(ReadChild(xml, "Value"));
                    break;
                case "ThreadedComments":
                    comment = ReadLastComment(xml) ?? comment;
                    break;
            }
        }

        if (instanceId is not null && (isSuppressed || isNoIssue))
        {
            Keep(TextKey.Of(instanceId), isNoIssue ? ReportedState.FalsePositive : ReportedState.Suppressed, comment);
        }
    }

    private void Keep(ulong key, ReportedState state, string? comment)
    {
        if (states.Count >= MostDecisions)
        {
            throw new UnreadableReportException($"There are more than {MostDecisions:N0} audit decisions");
        }

        states[key] = state;
        if (comment is not null)
        {
            comments.Put(key, comment);
        }
    }

    private static string? ReadLastComment(XmlCursor xml)
    {
        string? last = null;
        for (var comments = xml.Enter(); xml.NextChild(comments);)
        {
            last = xml.Name == "Comment" ? ReadChild(xml, "Content") ?? last : last;
        }

        return last;
    }

    private static string? ReadChild(XmlCursor xml, string name)
    {
        string? value = null;
        for (var parent = xml.Enter(); xml.NextChild(parent);)
        {
            value = xml.Name == name ? xml.Line() : value;
        }

        return value;
    }
}
