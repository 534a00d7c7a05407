using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Semgrep;

/// <summary>The package that a supply-chain rule matched, in a result of the command line.</summary>
internal sealed class SemgrepDependency
{
    private static readonly JsonMembers<SemgrepDependency> Found = new()
    {
        ["package"] = static (ref c, dependency) => dependency.Package = c.Name(),
        ["version"] = static (ref c, dependency) => dependency.Version = c.Scalar(),
    };

    private static readonly JsonMembers<SemgrepDependency> Match = new()
    {
        ["found_dependency"] = static (ref c, dependency) => Found.Read(ref c, dependency),
        ["lockfile"] = static (ref c, dependency) => dependency.LockFile = c.Name(),
    };

    public static readonly JsonMembers<SemgrepDependency> Members = new()
    {
        ["dependency_match"] = static (ref c, dependency) => Match.Read(ref c, dependency),
        ["reachable"] = static (ref c, dependency) => dependency.Reachable = c.Scalar(),
    };

    public string? Package { get; private set; }

    public string? Version { get; private set; }

    public string? LockFile { get; private set; }

    /// <summary><c>true</c>, <c>false</c> or null when not said.</summary>
    public string? Reachable { get; private set; }
}
