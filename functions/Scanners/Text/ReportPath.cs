using System.Buffers;
using System.Text;
using Patchbay.Findings;

namespace Patchbay.Scanners.Text;

/// <summary>Brings the paths that scanners write to one shape: forward slashes, no root, no dots. Nothing is ever opened.</summary>
public static class ReportPath
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create("%\\:~");

    /// <summary>Normalises a path as a scanner wrote it.</summary>
    /// <returns>Without drive, root, doubled slashes and dot segments; null when nothing remains.</returns>
    public static string? Normalise(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return null;
        }

        return IsNormal(path) ? path : Squeeze(path.Trim().Replace('\\', '/'));
    }

    /// <summary>Normalises a path given as a URI: as <see cref="Normalise"/>, percent-decoded, without <c>file:</c> and host.</summary>
    public static string? OfUri(string? uri)
    {
        if (string.IsNullOrWhiteSpace(uri))
        {
            return null;
        }

        if (IsNormal(uri))
        {
            return uri;
        }

        var path = uri.Trim();
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            path = WithoutHost(path["file:".Length..].Replace('\\', '/'));
        }

        return Normalise(CleanText.Line(Decode(path), FindingLimits.NameCharacters));
    }

    /// <summary>Whether a path or URI names its place from the root of a machine on.</summary>
    public static bool IsAbsolute(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        || (path.Length > 2 && path[1] == ':' && char.IsAsciiLetter(path[0]) && path[2] is '/' or '\\');

    // Nearly all are; they pass without a copy.
    private static bool IsNormal(string path) =>
        path[0] is not ('/' or '.' or ' ') && path[^1] is not (' ' or '/') && !path.AsSpan().ContainsAny(Suspects)
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);

    // file://host/path, file:///path, file:////host/path and file:/path all occur.
    private static string WithoutHost(string path)
    {
        if (!path.StartsWith("//", StringComparison.Ordinal) || path.StartsWith("///", StringComparison.Ordinal))
        {
            return path;
        }

        var slash = path.IndexOf('/', 2);
        var host = path[2..(slash < 0 ? path.Length : slash)];
        return slash < 0 || host.Contains(':', StringComparison.Ordinal) ? path : path[slash..];
    }

    private static string Decode(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
        {
            return path;
        }

        // Bad escapes stay as they are, and bytes that are no UTF-8 become U+FFFD.
        var bytes = new List<byte>(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]))
            {
                bytes.Add(Convert.FromHexString(path.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                var width = char.IsHighSurrogate(path[i]) && i + 1 < path.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(path.Substring(i, width)));
                i += width - 1;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static string? Squeeze(string path)
    {
        var isOnDrive = path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);
        var kept = new List<string>();
        foreach (var segment in (isOnDrive ? path[2..] : path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var isDrive = kept.Count == 0 && segment.Length == 2 && segment[1] == ':' && char.IsAsciiLetter(segment[0]);
            if (segment == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (segment is not ("." or "..") && !isDrive)
            {
                kept.Add(segment);
            }
        }

        return kept.Count == 0 ? null : string.Join('/', kept);
    }
}
