using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Osv;

/// <summary>Where packages were found: a lock file, an SBOM, a Git folder.</summary>
internal sealed class OsvSource
{
    public static readonly JsonMembers<OsvSource> Members = new()
    {
        ["path"] = static (ref c, source) => source.Path = PathOf(c.Name()),
        ["type"] = static (ref c, source) => source.Type = c.Name(),
    };

    public string? Type { get; private set; }

    /// <summary>The path without the temporary folder that the scanner worked in, whose name changes with every scan.</summary>
    public string? Path { get; private set; }

    private static string? PathOf(string? path)
    {
        const string Temporary = "/tmp/";
        if (path is null || !path.StartsWith(Temporary, StringComparison.Ordinal))
        {
            return ReportPath.Normalise(path);
        }

        var slash = path.IndexOf('/', Temporary.Length);
        return ReportPath.Normalise(slash < 0 ? path[Temporary.Length..] : path[(slash + 1)..]);
    }
}
