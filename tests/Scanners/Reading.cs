using Patchbay.Findings;
using Patchbay.Scanners;

namespace Patchbay.Tests.Scanners;

/// <summary>How reading a report ended and what was handed over until then.</summary>
internal sealed record Reading(Report Report, IReadOnlyList<ReportedFinding> Taken)
{
    public ReportSummary Summary => Assert.IsType<Report.Readable>(Report, exactMatch: true).Summary;

    public Report.Unreadable Refusal => Assert.IsType<Report.Unreadable>(Report);

    public string Reason => Refusal.Reason;

    public ReportedFinding Only
    {
        get
        {
            Assert.IsType<Report.Readable>(Report);
            return Assert.Single(Taken);
        }
    }

    /// <summary>How often each raw severity occurs: <c>HIGH=2, LOW=1</c>, ordered by name; a dash stands for none.</summary>
    public string RawSeverities => Count(Taken.Select(entry => entry.Finding.Rating.Raw ?? "-"));

    /// <summary>How often each severity of our scale occurs, worst first.</summary>
    public string Severities =>
        string.Join(", ", Taken.GroupBy(entry => entry.Finding.Rating.Value).OrderByDescending(g => g.Key).Select(g => $"{g.Key}={g.Count()}"));

    public string States => Count(Taken.Select(entry => entry.State.ToString()));

    /// <summary>The only entry of a rule.</summary>
    public ReportedFinding Entry(string rule) => Assert.Single(Taken, entry => entry.Finding.Rule.Id == rule);

    private static string Count(IEnumerable<string> words) =>
        string.Join(", ", words.GroupBy(word => word).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}={group.Count()}"));
}
