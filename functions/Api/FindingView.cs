using Patchbay.Findings;

namespace Patchbay.Api;

/// <summary>A finding as the API shows it.</summary>
/// <param name="Key">Survives rescans; unique within the asset.</param>
/// <param name="Asset">Slug of the asset.</param>
/// <param name="Scanner">Format of the report.</param>
/// <param name="Tool">The tool that found it.</param>
/// <param name="Rule">The kind of problem; in lists without its texts.</param>
/// <param name="Title">One line.</param>
/// <param name="Message">What is wrong here; null when it says no more than the title.</param>
/// <param name="Severity">On our scale; the one that was decided, if one was.</param>
/// <param name="Rating">The scanner's own word for it and where it came from: <c>decision</c> when it was decided.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StateReason">Why it stands there; null when there is nothing to say.</param>
/// <param name="Place">File and lines, component, or host.</param>
/// <param name="Cwes">Weakness numbers.</param>
/// <param name="Cves">CVE and other vulnerability ids.</param>
/// <param name="CvssScore">CVSS base score.</param>
/// <param name="CvssVector">CVSS vector.</param>
/// <param name="Advice">Advice for this very place.</param>
/// <param name="References">For further reading.</param>
/// <param name="Branch">Branch it was found on; null when not said.</param>
/// <param name="Environment">Environment it was found in; null when not said.</param>
/// <param name="FirstSeenAt">First time any report named it.</param>
/// <param name="StateChangedAt">When its state last changed.</param>
/// <param name="FirstScan">Id of the scan that first named it.</param>
/// <param name="LastScan">Id of the scan that last changed it.</param>
/// <param name="Verdict">What the policies decided; null until they were asked.</param>
/// <param name="SeverityDecision">Who decided the severity and why, with what the scanner says; null when the scanner's counts.</param>
public sealed record FindingView(
    string Key, string Asset, string Scanner, string Tool, Rule Rule, string Title, string? Message, Severity Severity, Rating Rating,
    FindingState State, string? StateReason, Place Place, IReadOnlyList<int> Cwes, IReadOnlyList<string> Cves, double? CvssScore,
    string? CvssVector, string? Advice, IReadOnlyList<string> References, string? Branch, string? Environment,
    DateTimeOffset FirstSeenAt, DateTimeOffset StateChangedAt, string FirstScan, string LastScan, Verdict? Verdict,
    SeverityDecision? SeverityDecision)
{
    /// <summary>Shows a finding.</summary>
    public static FindingView Of(FindingRecord record, Rule rule) => new(
        record.Key, record.Asset, record.Scope.Scanner, record.Finding.Tool, rule, record.Finding.Title, record.Finding.Message,
        record.Finding.Rating.Value, record.Finding.Rating, record.State, record.StateReason, record.Finding.Place, record.Finding.Cwes,
        record.Finding.Cves, record.Finding.CvssScore, record.Finding.CvssVector, record.Finding.Advice, record.Finding.References,
        record.Scope.Branch, record.Scope.Environment, record.FirstSeenAt, record.StateChangedAt, record.FirstScan, record.LastScan,
        record.Verdict, record.SeverityDecision);
}
