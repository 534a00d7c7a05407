using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>Joins detections with what is known of their QIDs.</summary>
/// <param name="tool">The product: one report of one must not close what another found.</param>
/// <param name="severityOrigin">The element or column that severities come from.</param>
internal sealed class QualysFindings(string tool, string severityOrigin, ReportWarnings warnings)
{
    private const string Unproved = "Potential vulnerability: the scan could not confirm it.";
    private readonly ReportDates dates = new();

    // Detections of one host follow each other, and what the host is called is the same for all of them.
    private QualysHost host;
    private IReadOnlyList<string> hostKeys = [];
    private IReadOnlyList<string> hostAddresses = [];

    /// <summary>Makes the finding.</summary>
    public ReportedFinding Of(QualysDetection detection, QualysCheck check)
    {
        Know(detection.Host);
        var kind = detection.Kind ?? check.Kind;
        var rating = QualysRating.Of(kind, detection.Severity ?? check.Severity, severityOrigin);
        if (rating.Origin == "default")
        {
            warnings.Add("Detections without a severity from 1 to 5 were rated medium", "QID " + detection.Qid);
        }

        var finding = new Finding
        {
            Tool = tool,
            Rule = check.Rule,
            Title = check.Rule.Name ?? check.Rule.Id,
            Message = MessageOf(kind, detection.Results),
            Rating = rating,
            Place = PlaceOf(detection),
            AlsoAt = hostAddresses,
            Cves = check.Cves,
            Cwes = check.Cwes,
            CvssScore = check.Cvss.Score,
            CvssVector = check.Cvss.Vector,
            References = check.References,
            IsExploited = detection.IsExploited,
            DetectedAt = dates.Of(detection.FirstFound),
        };
        return new ReportedFinding(finding, IdentitiesOf(detection), StateOf(detection.Status, detection.IsSetAside, detection.IsFalsePositive));
    }

    /// <summary>The evidence, with a word in front when it is no proof.</summary>
    public static string? MessageOf(QualysKind kind, string? results) =>
        kind != QualysKind.Potential ? results : results is null ? Unproved : CleanText.Of($"{Unproved}\n\n{results}", FindingLimits.TextCharacters);

    /// <summary>The state; what has no status is there.</summary>
    public static ReportedState StateOf(string? status, bool isSetAside, bool isFalsePositive)
    {
        // A web application firewall keeps it from doing harm; it is set aside, not gone.
        var isProtected = string.Equals(status, "Protected", StringComparison.OrdinalIgnoreCase);
        var told = status is null or "New" or "Active" ? ReportedState.Open : StateWords.Of(status);
        return told is { } state and (ReportedState.Fixed or ReportedState.FalsePositive) ? state
            : isFalsePositive ? ReportedState.FalsePositive
            : isSetAside || isProtected || told == ReportedState.Suppressed ? ReportedState.Suppressed
            : ReportedState.Open;
    }

    private static Place PlaceOf(QualysDetection detection) => new()
    {
        Host = detection.VirtualHost ?? detection.Host.Title,
        Port = PortOf(detection.Port),
        Protocol = detection.Protocol?.ToLowerInvariant(),
        Symbol = detection.Instance,
    };

    private void Know(QualysHost next)
    {
        if (next != host)
        {
            (host, hostKeys, hostAddresses) = (next, next.Keys(), next.OtherAddresses);
        }
    }

    // The service is left out, because its name is the scanner's guess.
    private string[] IdentitiesOf(QualysDetection detection)
    {
        var tail = string.Create(
            CultureInfo.InvariantCulture,
            $"|{detection.Qid}|{PortOf(detection.Port)}|{detection.Protocol?.ToLowerInvariant()}|{(detection.IsSsl ? "ssl" : null)}|{detection.Instance}|{VirtualHostOf(detection)}");
        var first = detection.UniqueId is null ? 0 : 1;
        var identities = new string[first + hostKeys.Count];
        for (var i = 0; i < hostKeys.Count; i++)
        {
            identities[first + i] = hostKeys[i] + tail;
        }

        if (first > 0)
        {
            identities[0] = "unique:" + detection.UniqueId;
        }

        return identities;
    }

    private static string? VirtualHostOf(QualysDetection detection) =>
        string.Equals(detection.VirtualHost, detection.Host.Name, StringComparison.OrdinalIgnoreCase) ? null : detection.VirtualHost?.ToLowerInvariant();

    private static int? PortOf(string? port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue ? number : null;
}
