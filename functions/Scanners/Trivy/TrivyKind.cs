namespace Patchbay.Scanners.Trivy;

/// <summary>Which list of a result an entry stands in.</summary>
internal enum TrivyKind
{
    Vulnerability,
    Misconfiguration,
    Secret,
    License,
}
