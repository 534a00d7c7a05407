using Patchbay.Scanners.Json;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Osv;

/// <summary>Where packages were found: a lock file, an SBOM, a Git folder.</summary>
internal sealed class OsvSource
{
    public static readonly JsonMembers<OsvSource> Members = new()
    {
        ["path"] = static (ref c, source) => source.RawPath = c.Name(),
        ["type"] = static (ref c, source) => source.Type = c.Name(),
    };

    public string? Type { get; private set; }

    /// <summary>The path without the temporary folder that the scanner worked in, whose name changes with every scan.</summary>
    public string? Path
    {
        get
        {
            const string Temporary = "/tmp/";
            if (RawPath is null || !RawPath.StartsWith(Temporary, StringComparison.Ordinal))
            {
                return ReportPath.Normalise(RawPath);
            }

            var slash = RawPath.IndexOf('/', Temporary.Length);
            return ReportPath.Normalise(slash < 0 ? RawPath[Temporary.Length..] : RawPath[(slash + 1)..]);
        }
    }

    private string? RawPath { get; set; }
}
