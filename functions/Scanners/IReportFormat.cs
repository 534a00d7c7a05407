using Patchbay.Findings;

namespace Patchbay.Scanners;

/// <summary>One report format of one scanner. Has no state; safe to call from many threads.</summary>
public interface IReportFormat
{
    /// <summary>The scanner's name in requests and policies, lower case: <c>sarif</c>, <c>fortify</c>, <c>generic</c>.</summary>
    string Scanner { get; }

    /// <summary>What a body must look like, for the answer to one that does not: "a JSON object with a 'runs' array".</summary>
    string Expects { get; }

    /// <summary>Tells from the opening of the body how well it fits this format.</summary>
    Fit Judge(ReportOpening opening);

    /// <summary>Reads the whole report, handing over each entry as soon as it is complete.</summary>
    /// <param name="body">Unpacked, seekable, at position 0; may be larger than memory.</param>
    /// <param name="take">Called once for every entry, also for suppressed ones; must not be called after a throw.</param>
    /// <returns>What is to be known about the report as a whole.</returns>
    /// <exception cref="UnreadableReportException">The body is not a whole report of this format.</exception>
    ReportSummary Read(Stream body, Action<ReportedFinding> take, CancellationToken cancellationToken);
}

/// <summary>How well a body's opening fits a format. When no scanner is named, the best fit reads it, if it is the only best one.</summary>
public enum Fit
{
    /// <summary>Not this format.</summary>
    None,

    /// <summary>An empty list or the like, which other formats have too: only if the sender names the scanner.</summary>
    WhenNamed,

    /// <summary>It fits, and so may others that say it with more right.</summary>
    Loose,

    /// <summary>It bears this format's marks.</summary>
    Certain,
}

/// <summary>What a reader knows of a report as a whole.</summary>
/// <param name="Tools">Tools that ran, lower case, also those without findings.</param>
/// <param name="IsWhole">
/// False when the report says or shows that it does not hold everything: one page of many, a failed run, a limited listing.
/// Nothing may be closed for being absent from it.
/// </param>
/// <param name="Warnings">One sentence each: defaults taken, entries or members dropped. At most 20.</param>
public sealed record ReportSummary(IReadOnlyList<string> Tools, bool IsWhole, IReadOnlyList<string> Warnings)
{
    /// <summary>Version of the tool, when there is one tool that tells it.</summary>
    public string? ToolVersion { get; init; }
}
