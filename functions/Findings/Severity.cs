namespace Patchbay.Findings;

/// <summary>The one severity scale, ordered from least to worst. Source: formats page, section 0.9.</summary>
public enum Severity
{
    /// <summary>Worth knowing; CVSS 0.</summary>
    Info,

    /// <summary>CVSS 0.1 to 3.9.</summary>
    Low,

    /// <summary>CVSS 4.0 to 6.9.</summary>
    Medium,

    /// <summary>CVSS 7.0 to 8.9.</summary>
    High,

    /// <summary>CVSS 9.0 to 10.</summary>
    Critical,
}

/// <summary>A severity and where it came from.</summary>
/// <param name="Value">On our scale.</param>
/// <param name="Raw">The scanner's own word or number; null when it gave none.</param>
/// <param name="Origin">The member it was read from, such as <c>security-severity</c>, <c>level</c>, or <c>default</c>.</param>
public sealed record Rating(Severity Value, string? Raw, string Origin);
