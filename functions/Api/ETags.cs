using Microsoft.Net.Http.Headers;

namespace Patchbay.Api;

/// <summary>Entity tags, so that two people cannot overwrite each other unseen. Source: RFC 9110, sections 8.8.3 and 13.1.</summary>
public static class ETags
{
    /// <summary>The strong tag of a version; different versions have different tags.</summary>
    /// <param name="version">Any text, such as a row's version.</param>
    public static string Of(string version) => $"\"{Uri.EscapeDataString(version)}\"";

    /// <summary>Puts the tag on the reply.</summary>
    public static void Set(HttpContext context, string tag) => context.Response.Headers.ETag = tag;

    /// <summary>Whether to refuse a change with 412: <c>If-Match</c> names another version, or <c>If-None-Match</c> this one.</summary>
    /// <remarks>Without either header nothing is stale: the last writer wins, knowingly.</remarks>
    /// <param name="current">The tag of what is stored; null when there is nothing yet.</param>
    public static bool IsStale(HttpRequest request, string? current)
    {
        var wanted = request.Headers.IfMatch;
        var unwanted = request.Headers.IfNoneMatch;

        // A header we cannot read was still meant as a condition, so it must not let the change through.
        return (wanted.Count > 0 && !Names(wanted, current, useStrongComparison: true, ifUnreadable: false))
            || (unwanted.Count > 0 && Names(unwanted, current, useStrongComparison: false, ifUnreadable: true));
    }

    /// <summary>Whether a reader already has this version, so that 304 without a body says it all.</summary>
    /// <param name="current">The tag of what is stored.</param>
    public static bool IsKnown(HttpRequest request, string current) =>
        request.Headers.IfNoneMatch.Count > 0
        && Names(request.Headers.IfNoneMatch, current, useStrongComparison: false, ifUnreadable: false);

    private static bool Names(IList<string?> header, string? current, bool useStrongComparison, bool ifUnreadable)
    {
        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags))
        {
            return ifUnreadable;
        }

        return current is not null
            && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(EntityTagHeaderValue.Parse(current), useStrongComparison));
    }
}
