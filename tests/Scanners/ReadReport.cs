using System.Text;
using Patchbay.Findings;
using Patchbay.Scanners;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Scanners;

/// <summary>A report as one format reads it, through the door that users have.</summary>
public sealed record ReadReport(Report Outcome, IReadOnlyList<ReportedFinding> Entries)
{
    public ReportSummary Summary => Assert.IsType<Report.Readable>(Outcome).Summary;

    public string Reason => Assert.IsType<Report.Unreadable>(Outcome).Reason;

    /// <summary>How often each raw severity occurs: <c>HIGH=2, LOW=1</c>, ordered by name; a dash stands for none.</summary>
    public string RawSeverities => Count(Entries.Select(entry => entry.Finding.Rating.Raw ?? "-"));

    /// <summary>How often each severity of our scale occurs, worst first.</summary>
    public string Severities =>
        string.Join(", ", Entries.GroupBy(entry => entry.Finding.Rating.Value).OrderByDescending(g => g.Key).Select(g => $"{g.Key}={g.Count()}"));

    public string States => Count(Entries.Select(entry => entry.State.ToString()));

    /// <summary>The only entry of a rule.</summary>
    public ReportedFinding Entry(string rule) => Assert.Single(Entries, entry => entry.Finding.Rule.Id == rule);

    /// <summary>Reads without naming the scanner.</summary>
    public static ReadReport Of(IReportFormat format, string body) => Of(format, Encoding.UTF8.GetBytes(body), scanner: null);

    public static ReadReport Of(IReportFormat format, byte[] body, string? scanner = null)
    {
        var entries = new List<ReportedFinding>();
        using var stream = new MemoryStream(body);
        return new ReadReport(new ReportReader([format]).Read(stream, scanner, entries.Add, CancellationToken.None), entries);
    }

    public static ReadReport OfSample(IReportFormat format, string name) => Of(format, File.ReadAllBytes(Repository.Sample($"reports/{name}")));

    public static ReadReport OfShared(IReportFormat format, params string[] path) =>
        Of(format, File.ReadAllBytes(Repository.RequireShared(["samples", .. path])), format.Scanner);

    /// <summary>Cuts a body off at many places; returns the lengths that were read as if they were whole.</summary>
    public static IReadOnlyList<int> CutsThatSucceed(IReportFormat format, byte[] body, int step)
    {
        var whole = Encoding.UTF8.GetString(body).TrimEnd().Length;
        return [.. Enumerable.Range(0, (whole / step) + 1).Select(i => i * step).Where(length => length < whole)
            .Where(length => Of(format, body[..length], format.Scanner).Outcome is not Report.Unreadable)];
    }

    private static string Count(IEnumerable<string> words) =>
        string.Join(", ", words.GroupBy(word => word).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}={group.Count()}"));
}
