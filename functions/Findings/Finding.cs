namespace Patchbay.Findings;

/// <summary>One problem as a scanner reported it. What people and policies decided about it is in <see cref="FindingRecord"/>.</summary>
public sealed record Finding
{
    /// <summary>The tool that found it, lower case: <c>codeql</c>, <c>fortify</c>. Within SARIF this is the driver, not <c>sarif</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>The kind of problem. Readers share one instance among the findings of a rule.</summary>
    public required Rule Rule { get; init; }

    /// <summary>One line, never empty; cut to <see cref="FindingLimits.TitleCharacters"/>.</summary>
    public required string Title { get; init; }

    /// <summary>What is wrong here, in the scanner's words; untrusted; null when it says no more than the title.</summary>
    public string? Message { get; init; }

    /// <summary>Severity on our scale with its raw value and origin.</summary>
    public required Rating Rating { get; init; }

    /// <summary>Where it is.</summary>
    public Place Place { get; init; } = Place.Nowhere;

    /// <summary>Further places of the same problem, each as <c>path:line</c> or URL, distinct; not part of its identity.</summary>
    public IReadOnlyList<string> AlsoAt { get; init; } = [];

    /// <summary>Weakness numbers without prefix, ascending, distinct.</summary>
    public IReadOnlyList<int> Cwes { get; init; } = [];

    /// <summary>CVE, GHSA and other vulnerability ids, upper case, distinct, CVE first.</summary>
    public IReadOnlyList<string> Cves { get; init; } = [];

    /// <summary>CVSS base score, 0 to 10.</summary>
    public double? CvssScore { get; init; }

    /// <summary>CVSS vector as given.</summary>
    public string? CvssVector { get; init; }

    /// <summary>Advice for this very place, when it differs from the rule's.</summary>
    public string? Advice { get; init; }

    /// <summary>Absolute http(s) URLs for further reading, distinct.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>True when the scanner knows of exploitation in the wild.</summary>
    public bool IsExploited { get; init; }

    /// <summary>When the scanner says it first saw it; null when it does not say.</summary>
    public DateTimeOffset? DetectedAt { get; init; }
}
