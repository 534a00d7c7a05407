using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Semgrep;

/// <summary>A result of the command line. Source: formats page, section 8.</summary>
internal sealed class SemgrepResult
{
    // What stands for a text that only people with an account get.
    private const string Withheld = "requires login";

    private static readonly JsonMembers<SemgrepResult> Extra = new()
    {
        ["message"] = static (ref c, result) => result.Message = c.Text(),
        ["severity"] = static (ref c, result) => result.Severity = c.Name(),
        ["metadata"] = static (ref c, result) => SemgrepMetadata.Members.Read(ref c, result.Metadata),
        ["lines"] = static (ref c, result) => result.Lines = Given(c.Text(FindingLimits.SnippetCharacters)),
        ["fingerprint"] = static (ref c, result) => result.Fingerprint = Given(c.Text(FindingLimits.NameCharacters)),
        ["is_ignored"] = static (ref c, result) => result.IsIgnored = c.Scalar() == "true",
        ["fix"] = static (ref c, result) => result.Fix = c.Text(FindingLimits.SnippetCharacters),
        ["validation_state"] = static (ref c, result) => result.Validation = c.Name(),
        ["sca_info"] = static (ref c, result) => ReadDependency(ref c, result),
    };

    public static readonly JsonMembers<SemgrepResult> Members = new()
    {
        ["check_id"] = static (ref c, result) => result.Rule = c.Name(),
        ["path"] = static (ref c, result) => result.Path = c.Name(),
        ["start"] = static (ref c, result) => SemgrepPosition.Members.Read(ref c, result.Start),
        ["end"] = static (ref c, result) => SemgrepPosition.Members.Read(ref c, result.End),
        ["extra"] = static (ref c, result) => Extra.Read(ref c, result),
    };

    public string? Rule { get; private set; }

    public string? Path { get; private set; }

    public SemgrepPosition Start { get; } = new();

    public SemgrepPosition End { get; } = new();

    public string? Message { get; private set; }

    public string? Severity { get; private set; }

    public SemgrepMetadata Metadata { get; } = new();

    public string? Lines { get; private set; }

    public string? Fingerprint { get; private set; }

    /// <summary>A comment in the code says that the rule is to be left out here.</summary>
    public bool IsIgnored { get; private set; }

    public string? Fix { get; private set; }

    /// <summary>Whether a secret was tried out, and with what outcome.</summary>
    public string? Validation { get; private set; }

    public SemgrepDependency? Dependency { get; private set; }

    private static string? Given(string? text) => text == Withheld ? null : text;

    private static void ReadDependency(ref JsonCursor cursor, SemgrepResult result)
    {
        var dependency = new SemgrepDependency();
        result.Dependency = SemgrepDependency.Members.Read(ref cursor, dependency) ? dependency : null;
    }
}
