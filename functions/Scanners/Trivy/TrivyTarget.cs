using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Trivy;

/// <summary>One result's heading: a lock file, the packages of an operating system, a configuration file.</summary>
internal sealed class TrivyTarget(TrivyResource resource)
{
    // What Trivy writes when it gathers packages of a language from all over an image.
    private static readonly string[] Gathered = ["Node.js", "Java", "Python", "Ruby", "PHP", "Conda", "Julia", "OS Packages", "Loose File License(s)"];

    public TrivyResource Resource => resource;

    public string? Name { get; set; }

    public string? Class { get; set; }

    public string? Type { get; set; }

    /// <summary>The packages of the operating system, whose target is an image and a release, not a file.</summary>
    public bool IsOperatingSystem =>
        Class == "os-pkgs" || (Class is null && Name is not null && Name.EndsWith(')') && Name.Contains(" (", StringComparison.Ordinal));

    /// <summary>The file that was looked at; null when the target is none.</summary>
    public string? Path => IsOperatingSystem || Name is null || Gathered.Contains(Name) || IsClusterObject ? null : ReportPath.Normalise(Name);

    /// <summary>The part of identities that stands for it.</summary>
    public string Key => IsOperatingSystem ? TrivyResource.RepositoryOf(Name) ?? string.Empty : ReportPath.Normalise(Name) ?? string.Empty;

    private bool IsClusterObject => resource.IsInCluster && Class is "config" or null && Name is not null && Name.StartsWith($"{resource.Kind}/", StringComparison.Ordinal);
}
