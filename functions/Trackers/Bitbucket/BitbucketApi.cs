using Patchbay.Findings;
using Patchbay.Tickets;

namespace Patchbay.Trackers.Bitbucket;

/// <summary>Code Insights in a repository, in the words of Cloud or of Data Center.</summary>
/// <param name="repository"><c>workspace/repository</c> or <c>PROJECT/repository</c>.</param>
/// <remarks>Source: the vendor's REST references, "Reports" (Cloud) and "Code Insights" (Data Center).</remarks>
internal sealed class BitbucketApi(TrackerHttp http, string repository, bool isCloud)
{
    private const int CloudBatch = 100;
    private const int TitleCharacters = 450;
    private const int TextCharacters = 2_000;

    private readonly string[] parts = [.. repository.Split('/').Select(Uri.EscapeDataString)];

    /// <summary>Reads the repository.</summary>
    public Task<TrackerAnswer> RepositoryAsync(CancellationToken cancellationToken) => http.SendAsync(
        TrackerCall.Get(isCloud ? $"repositories/{parts[0]}/{parts[1]}" : $"rest/api/latest/projects/{parts[0]}/repos/{parts[1]}"),
        cancellationToken);

    /// <summary>Takes a former report of this key away, with its annotations, and writes this one.</summary>
    public async Task<CommitPublishing> PublishAsync(CommitReport report, CancellationToken cancellationToken)
    {
        var path = isCloud
            ? $"repositories/{parts[0]}/{parts[1]}/commit/{report.Commit}/reports/{report.Key}"
            : $"rest/insights/latest/projects/{parts[0]}/repos/{parts[1]}/commits/{report.Commit}/reports/{report.Key}";
        var size = isCloud ? CloudBatch : CommitReport.MostAnnotations;
        TrackerCall[] calls =
        [
            TrackerCall.Write(HttpMethod.Delete, path, null),
            TrackerCall.Write(HttpMethod.Put, path, isCloud ? CloudReport(report) : DataCenterReport(report)),
            .. report.Annotations.Chunk(size).Select(c => TrackerCall.Write(
                HttpMethod.Post,
                $"{path}/annotations",
                isCloud ? c.Select(CloudAnnotation).ToList() : new { annotations = c.Select(DataCenterAnnotation) })),
        ];
        foreach (var call in calls)
        {
            switch (await http.SendAsync(call, cancellationToken))
            {
                case TrackerAnswer.Later later:
                    return new CommitPublishing.Later(later.After, later.Reason);

                // There was none to take away; where the commit is unknown, the next call says so.
                case TrackerAnswer.Refused { Status: StatusCodes.Status404NotFound } when call.Method == HttpMethod.Delete:
                    break;
                case TrackerAnswer.Refused refused:
                    return new CommitPublishing.Refused(refused.Reason);
            }
        }

        return new CommitPublishing.Published(report.Annotations.Count);
    }

    private static object CloudReport(CommitReport report) => new
    {
        title = Cut(report.Title, TitleCharacters),
        details = Cut(report.Details, TextCharacters),
        report_type = "SECURITY",
        reporter = "Patchbay",
        result = report.IsPassed ? "PASSED" : "FAILED",
        data = Data(report),
    };

    private static object DataCenterReport(CommitReport report) => new
    {
        title = Cut(report.Title, TitleCharacters),
        details = Cut(report.Details, TextCharacters),
        reporter = "Patchbay",
        result = report.IsPassed ? "PASS" : "FAIL",
        data = Data(report),
    };

    private static IEnumerable<object> Data(CommitReport report) =>
        report.Counts.OrderByDescending(c => c.Key).Select(c => new { title = c.Key.ToString(), type = "NUMBER", value = c.Value });

    private static object CloudAnnotation(CommitAnnotation annotation) => new
    {
        external_id = annotation.Id,
        annotation_type = "VULNERABILITY",
        severity = annotation.Severity == Severity.Info ? "LOW" : annotation.Severity.ToString().ToUpperInvariant(),
        summary = Cut(annotation.Summary, TitleCharacters),
        details = Cut(annotation.Details, TextCharacters),
        path = annotation.Path,
        line = annotation.Path is null ? null : annotation.Line,
    };

    // Data Center knows three severities, and 0 for the whole file.
    private static object DataCenterAnnotation(CommitAnnotation annotation) => new
    {
        externalId = annotation.Id,
        type = "VULNERABILITY",
        severity = annotation.Severity switch
        {
            Severity.Critical or Severity.High => "HIGH",
            Severity.Medium => "MEDIUM",
            _ => "LOW",
        },
        message = Cut(annotation.Details, TextCharacters),
        path = annotation.Path,
        line = annotation.Path is null ? 0 : annotation.Line ?? 0,
    };

    private static string Cut(string text, int limit) => text.Length <= limit ? text : BoundedText.Head(text, limit - 1) + "…";
}
