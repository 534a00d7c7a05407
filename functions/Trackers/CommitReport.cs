using System.Globalization;
using Patchbay.Findings;
using Patchbay.Tickets;

namespace Patchbay.Trackers;

/// <summary>What a scan found, as it is shown at the scanned commit.</summary>
/// <param name="Key">Names the report at its commit: letters, digits and hyphens; the same for the same asset and scope.</param>
/// <param name="Commit">Full hash.</param>
/// <param name="Counts">Open findings by severity, also those without an annotation.</param>
/// <param name="Annotations">The worst first, at most <see cref="MostAnnotations"/>.</param>
public sealed record CommitReport(
    string Key, string Commit, string Title, IReadOnlyDictionary<Severity, int> Counts, IReadOnlyList<CommitAnnotation> Annotations)
{
    /// <summary>As many as Bitbucket keeps.</summary>
    public const int MostAnnotations = 1_000;

    /// <summary>Whether nothing of high severity or worse is open.</summary>
    public bool IsPassed => Counts.GetValueOrDefault(Severity.Critical) + Counts.GetValueOrDefault(Severity.High) == 0;

    /// <summary>In one sentence, what was found and what is left out.</summary>
    public string Details
    {
        get
        {
            var all = Counts.Values.Sum();
            var left = all - Annotations.Count;
            return string.Create(CultureInfo.InvariantCulture, $"{all} open findings{(left > 0 ? $", the worst {Annotations.Count} of them shown" : "")}.");
        }
    }

    /// <summary>Gathers a report from open findings, keeping only as many as are shown.</summary>
    public static async Task<CommitReport> OfAsync(
        Scan scan, string commit, string assetName, IAsyncEnumerable<FindingRecord> open, CancellationToken cancellationToken)
    {
        var counts = Enum.GetValues<Severity>().ToDictionary(s => s, _ => 0);
        var worst = new PriorityQueue<FindingRecord, (Severity, string)>();
        await foreach (var record in open.WithCancellation(cancellationToken))
        {
            counts[record.Finding.Rating.Value]++;
            worst.Enqueue(record, (record.Finding.Rating.Value, record.Key));
            if (worst.Count > MostAnnotations)
            {
                worst.Dequeue();
            }
        }

        var scope = string.Join('-', new[] { scan.Scope.Scanner, scan.Scope.Environment }.OfType<string>());
        return new CommitReport(
            $"patchbay-{scan.Asset}-{scan.Scope.Scanner}",
            commit,
            $"Patchbay: {assetName} ({scope})",
            counts,
            [.. worst.UnorderedItems.OrderByDescending(i => i.Priority.Item1).ThenBy(i => i.Priority.Item2, StringComparer.Ordinal).Select(i => Annotation(i.Element))]);
    }

    private static CommitAnnotation Annotation(FindingRecord record)
    {
        var finding = record.Finding;
        var isSecret = SecretMask.IsAboutSecret(finding);
        string Safe(string text) => ScannerText.OneLine(isSecret ? SecretMask.Apply(text, finding.Place.Path) : text);
        return new CommitAnnotation(
            $"patchbay-{record.Key}", finding.Rating.Value, Safe(finding.Title), Safe(finding.Message ?? finding.Title), finding.Place.Path, finding.Place.Line);
    }
}

/// <summary>One finding at its line.</summary>
/// <param name="Id">The same for the same finding.</param>
/// <param name="Summary">One line.</param>
/// <param name="Path">From the repository's root; null when the finding is in no file.</param>
/// <param name="Line">From 1; null for the whole file.</param>
public sealed record CommitAnnotation(string Id, Severity Severity, string Summary, string Details, string? Path, int? Line);
