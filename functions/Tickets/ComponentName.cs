using Patchbay.Findings;

namespace Patchbay.Tickets;

/// <summary>What people call a component. Source: the package URL specification.</summary>
public static class ComponentName
{
    private const string Scheme = "pkg:";

    /// <summary>Name and version, such as <c>log4j-core 2.14.0</c> or <c>@angular/core 1.2.3</c>; null without a component.</summary>
    public static string? Of(Place place)
    {
        if (place.Component is not { } component)
        {
            return null;
        }

        var (name, version) = component.StartsWith(Scheme, StringComparison.Ordinal) ? Split(component) : (component, null);
        return (place.Version ?? version) is { Length: > 0 } known && !name.Contains(known, StringComparison.Ordinal)
            ? $"{name} {known}"
            : name;
    }

    /// <summary>The component whatever its version: a package URL without version, qualifiers and subpath; any other name as it is.</summary>
    public static string WithoutVersion(string component)
    {
        if (!component.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return component;
        }

        var path = component.Split('#')[0].Split('?')[0].TrimEnd('/');
        var at = path.LastIndexOf('@');
        return at > path.LastIndexOf('/') ? path[..at] : path;
    }

    // pkg:type/namespace/name@version?qualifiers#subpath
    private static (string Name, string? Version) Split(string purl)
    {
        var path = purl[Scheme.Length..].Split('#')[0].Split('?')[0].Trim('/');
        var at = path.LastIndexOf('@');
        var version = at > 0 && at > path.LastIndexOf('/') ? Uri.UnescapeDataString(path[(at + 1)..]) : null;
        var segments = (version is null ? path : path[..at]).Split('/').Select(Uri.UnescapeDataString).ToArray();

        // A Maven group is long and says little; an npm scope or a Go path is part of the name.
        var name = segments is ["maven", .., var artifact] ? artifact : string.Join('/', segments.Skip(1));
        return (name.Length > 0 ? name : purl, version);
    }
}
