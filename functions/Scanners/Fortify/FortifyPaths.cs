using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Fortify;

/// <summary>Makes repository paths of an FVDL's paths.</summary>
/// <param name="basePath"><c>SourceBasePath</c>; null when the report has none.</param>
internal sealed class FortifyPaths(string? basePath)
{
    private readonly string? root = ReportPath.Normalise(basePath);

    /// <summary>The path below the sources' root.</summary>
    /// <remarks>
    /// Extracted files lie in a build folder whose name changes with every build, with the sources' own root below it:
    /// what stands behind that root is the path in the repository.
    /// </remarks>
    public string? Of(string? path)
    {
        if (path is null || root is null || !ReportPath.IsAbsolute(path))
        {
            return ReportPath.Normalise(path);
        }

        var whole = "/" + ReportPath.Normalise(path);
        var at = whole.LastIndexOf($"/{root}/", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? whole[1..] : whole[(at + root.Length + 2)..];
    }
}
