using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Trivy;

/// <summary>An entry that an ignore file or a VEX document took out. Source: formats page, section 7.</summary>
internal sealed class TrivyModified
{
    public static readonly JsonMembers<TrivyModified> Members = new()
    {
        ["Type"] = static (ref c, modified) => modified.Type = c.Name(),
        ["Status"] = static (ref c, modified) => modified.Status = c.Name(),
        ["Statement"] = static (ref c, modified) => modified.Statement = c.Text(),
        ["Source"] = static (ref c, modified) => modified.Source = c.Name(),
        ["Finding"] = static (ref c, modified) => modified.HasFinding = TrivyEntry.Members.Read(ref c, modified.Finding),
    };

    public string? Type { get; private set; }

    public string? Statement { get; private set; }

    public string? Source { get; private set; }

    public bool HasFinding { get; private set; }

    public TrivyEntry Finding { get; } = new();

    public TrivyKind Kind => Type?.ToLowerInvariant() switch
    {
        "misconfiguration" => TrivyKind.Misconfiguration,
        "secret" => TrivyKind.Secret,
        "license" => TrivyKind.License,
        _ => TrivyKind.Vulnerability,
    };

    /// <summary>Never open, whatever the status says: Trivy itself leaves it out of its result.</summary>
    public ReportedState State => Status?.ToLowerInvariant() switch
    {
        "not_affected" => ReportedState.FalsePositive,
        "fixed" => ReportedState.Fixed,
        _ => ReportedState.Suppressed,
    };

    public string Justification => Statement ?? (Source is null ? Status ?? "modified" : $"{Status ?? "modified"} ({Source})");

    private string? Status { get; set; }
}
