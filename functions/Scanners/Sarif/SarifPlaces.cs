using System.Globalization;
using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Sarif;

/// <summary>
/// Makes places of locations. Paths become relative to the outermost base directory the run names, because where a
/// build machine had its checkout says nothing and changes.
/// </summary>
internal sealed class SarifPlaces
{
    private const int MostNesting = 8;
    private const string NoFile = "unknown-file";
    private readonly SarifRun run;
    private readonly Dictionary<string, string> prefixes = [];
    private readonly string[] roots;
    private readonly string[] directories;

    public SarifPlaces(SarifRun run)
    {
        this.run = run;
        roots = Ordered(run.Bases.Keys.Select(id => Address(id, 0)).Where(ReportPath.IsAbsolute));
        directories = Ordered(run.WorkingDirectories.Where(ReportPath.IsAbsolute));
    }

    /// <summary>The place of a result: its first location; for dynamic scanners the URL they asked.</summary>
    public Place Of(SarifResult result)
    {
        if (result.Location is not { } location)
        {
            return ReportUrl.IsWeb(result.RequestTarget) ? ReportUrl.PlaceOf(result.RequestTarget) ?? new Place() : new Place();
        }

        var place = OfFile(location);
        return place.Path is null && place.Url is null && ReportUrl.IsWeb(result.RequestTarget) && ReportUrl.PlaceOf(result.RequestTarget) is { } asked
            ? asked with { Symbol = place.Symbol, Snippet = place.Snippet }
            : place;
    }

    /// <summary>The other places of a result in words.</summary>
    public IReadOnlyList<string> Further(SarifResult result, Place first) =>
        result.FurtherLocations is null
            ? []
            : [.. result.FurtherLocations.Select(OfFile).Select(Words).OfType<string>().Distinct().Where(words => words != Words(first))];

    private static string? Words(Place place) =>
        place.Path is null ? place.Url ?? place.Symbol
            : place.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{place.Path}:{line}") : place.Path;

    private Place OfFile(SarifLocation location)
    {
        var line = location.Line is > 0 ? location.Line : null;
        var file = location.Artifact;
        file = file is { Uri: null } ? At(run.Artifacts, file.Index) : file;
        var uri = file?.Uri == NoFile ? null : file?.Uri;
        var web = ReportUrl.IsWeb(uri) ? ReportUrl.PlaceOf(uri) : null;
        var isPackage = uri?.StartsWith("pkg:", StringComparison.Ordinal) == true;
        return new Place
        {
            Path = uri is null || web is not null || isPackage ? null : PathOf(uri, file!.BaseId),
            Line = line,
            EndLine = location.EndLine >= line ? location.EndLine : line,
            Column = location.Column is > 0 ? location.Column : null,
            Snippet = location.Snippet,
            Symbol = location.Symbol?.Name ?? At(run.Symbols, location.Symbol?.Index),
            Component = isPackage ? uri : null,
            Url = web?.Url,
            Host = web?.Host,
            Port = web?.Port,
            Protocol = web?.Protocol,
        };
    }

    private static T? At<T>(List<T?> list, int? index)
        where T : class =>
        index >= 0 && index < list.Count ? list[index.Value] : null;

    private string? PathOf(string uri, string? baseId)
    {
        if (ReportPath.IsAbsolute(uri))
        {
            return Strip(ReportPath.OfUri(uri));
        }

        var prefix = baseId is null ? string.Empty : Prefix(baseId);
        return prefix.Length == 0 ? ReportPath.OfUri(uri)
            : uri.Contains("..", StringComparison.Ordinal) ? ReportPath.Normalise($"{prefix}{uri}")
            : prefix + ReportPath.OfUri(uri);
    }

    // What stands between the outermost base directory and this one, with a slash behind; most often nothing.
    private string Prefix(string baseId)
    {
        if (!prefixes.TryGetValue(baseId, out var prefix))
        {
            var address = Address(baseId, 0);
            var path = ReportUrl.IsWeb(address) ? null : ReportPath.OfUri(address);
            path = ReportPath.IsAbsolute(address) ? Strip(path) : path;
            prefix = path is null || roots.Contains(path) ? string.Empty : path + "/";
            if (prefixes.Count < FindingLimits.NameCharacters)
            {
                prefixes[baseId] = prefix;
            }
        }

        return prefix;
    }

    // Bases may be relative to others, in circles too.
    private string Address(string baseId, int nesting)
    {
        if (nesting > MostNesting || !run.Bases.TryGetValue(baseId, out var entry))
        {
            return string.Empty;
        }

        var uri = entry.Uri ?? string.Empty;
        var outer = entry.BaseId is null || ReportPath.IsAbsolute(uri) || ReportUrl.IsWeb(uri) ? string.Empty : Address(entry.BaseId, nesting + 1);
        return outer.Length == 0 || outer.EndsWith('/') ? outer + uri : $"{outer}/{uri}";
    }

    private string? Strip(string? path)
    {
        if (path is null)
        {
            return null;
        }

        foreach (var root in roots.Concat(directories))
        {
            if (path.Length > root.Length && path[root.Length] == '/' && path.StartsWith(root, StringComparison.OrdinalIgnoreCase))
            {
                return path[(root.Length + 1)..];
            }
        }

        return path;
    }

    private static string[] Ordered(IEnumerable<string> addresses) =>
        [.. addresses.Select(ReportPath.OfUri).OfType<string>().Distinct().OrderBy(path => path.Length)];
}
