using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Inspector;

/// <summary>A package that a finding names.</summary>
internal sealed class InspectorPackage
{
    public static readonly JsonMembers<InspectorPackage> Members = new()
    {
        ["name"] = static (ref c, package) => package.Name = c.Name(),
        ["version"] = static (ref c, package) => package.Version = c.Scalar(),
        ["release"] = static (ref c, package) => package.Release = c.Scalar(),
        ["filePath"] = static (ref c, package) => package.FilePath = c.Name(),
        ["fixedInVersion"] = static (ref c, package) => package.FixedText = c.Scalar(),
        ["remediation"] = static (ref c, package) => package.Remediation = c.Text(),
    };

    public string? Name { get; private set; }

    public string? FilePath { get; private set; }

    public string? Remediation { get; private set; }

    /// <summary>Version and release.</summary>
    public string? FullVersion => Release is null ? Version : $"{Version}-{Release}";

    /// <summary>The version that mends it; null when there is none.</summary>
    public string? FixedVersion => string.Equals(FixedText, "NotAvailable", StringComparison.OrdinalIgnoreCase) ? null : FixedText;

    private string? Version { get; set; }

    private string? Release { get; set; }

    private string? FixedText { get; set; }
}
