namespace Patchbay.Policies.Matching;

/// <summary>
/// A pattern with wildcards. In a path <c>*</c> and <c>?</c> stop at slashes and <c>**</c> stands for any number of folders;
/// in a name <c>*</c> stands for any text. It always covers the whole path or name.
/// </summary>
/// <remarks>Takes time proportional to the text's length, whatever the text: paths come from reports and are hostile.</remarks>
public sealed class Glob
{
    /// <summary>Longest pattern.</summary>
    public const int Characters = 500;

    private const string AnyFolders = "**";

    private readonly string pattern;
    private readonly string[]? segments;
    private readonly GlobStyle style;

    /// <summary>Prepares a pattern.</summary>
    /// <exception cref="FormatException">The pattern has a flaw; see <see cref="Flaw"/>.</exception>
    public Glob(string pattern, GlobStyle style)
    {
        if (Flaw(pattern, style) is { } flaw)
        {
            throw new FormatException(flaw);
        }

        this.style = style;
        this.pattern = style == GlobStyle.Name ? pattern.ToLowerInvariant() : pattern;
        segments = style == GlobStyle.Path ? Segments(pattern) : null;
    }

    /// <summary>What is wrong with a pattern and what would be right; null when it is fine.</summary>
    public static string? Flaw(string pattern, GlobStyle style)
    {
        if (pattern.Length == 0)
        {
            return "an empty pattern matches nothing";
        }

        if (pattern.EnumerateRunes().Count() > Characters)
        {
            return $"a pattern has at most {Characters} characters";
        }

        if (pattern[0] == ' ' || pattern[^1] == ' ' || pattern.Any(c => c is < ' ' or '\u007f'))
        {
            return "a pattern neither begins nor ends with a blank and holds no control characters";
        }

        if (pattern[0] == '!')
        {
            return "\"!\" has no meaning here; write {\"not\": ...} instead";
        }

        if (style == GlobStyle.Path && pattern.Contains('\\', StringComparison.Ordinal))
        {
            return "paths have forward slashes; write \"/\" instead of \"\\\"";
        }

        // Half the world reads these as character classes, alternatives and escapes, and the other half has them in file names.
        return pattern.IndexOfAny(['[', ']', '{', '}', '\\']) is >= 0 and var at
            ? $"\"{pattern[at]}\" has no meaning here; write \"?\" for one odd character, and a list of patterns for alternatives"
            : style == GlobStyle.Path ? PathFlaw(pattern) : null;
    }

    /// <summary>Whether the pattern covers the whole text.</summary>
    public bool IsMatch(string text) => style switch
    {
        GlobStyle.Path => CoversPath(text),
        GlobStyle.Name => Covers(pattern, text, ignoresCase: true),
        _ => Covers(pattern, text, ignoresCase: false),
    };

    private static string? PathFlaw(string pattern)
    {
        if (pattern[^1] == '/')
        {
            var name = pattern.Trim('/');
            return $"no path ends with \"/\"; write \"{name}/**\" for what is in this folder, \"**/{name}/**\" for any folder of that name";
        }

        if (pattern.Contains("//", StringComparison.Ordinal))
        {
            return "two slashes in a row match nothing";
        }

        return pattern.Split('/').Any(s => s != AnyFolders && s.Contains(AnyFolders, StringComparison.Ordinal))
            ? "\"**\" stands alone between slashes; write \"**/*.js\", not \"**.js\""
            : null;
    }

    private static string[] Segments(string pattern)
    {
        var relative = pattern[LeadIn(pattern)..];

        // What is in a folder is not the folder: "a/**" must leave a file called "a" alone.
        return (relative.EndsWith(AnyFolders, StringComparison.Ordinal) ? relative + "/*" : relative).Split('/');
    }

    private static int LeadIn(string path) =>
        path.StartsWith("./", StringComparison.Ordinal) ? 2 : path.StartsWith('/') ? 1 : 0;

    /// <summary>
    /// Walks path and pattern segment by segment. After a mismatch only the last ** is asked to take one folder more: what an
    /// earlier one could take instead, the last could take as well. So each pair of segments is compared at most once.
    /// </summary>
    private bool CoversPath(string path)
    {
        var (at, start, anyAt, retry) = (0, LeadIn(path), -1, 0);
        while (start <= path.Length)
        {
            if (at < segments!.Length && segments[at] == AnyFolders)
            {
                (anyAt, retry) = (at++, start);
                continue;
            }

            var end = EndOfSegment(path, start);
            if (at < segments.Length && Covers(segments[at], path.AsSpan(start..end), ignoresCase: false))
            {
                (at, start) = (at + 1, end + 1);
            }
            else if (anyAt >= 0)
            {
                (at, start) = (anyAt + 1, EndOfSegment(path, retry) + 1);
                retry = start;
            }
            else
            {
                return false;
            }
        }

        return at == segments!.Length;
    }

    private static int EndOfSegment(string path, int start) =>
        path.AsSpan(start).IndexOfAny('/', '\\') is >= 0 and var length ? start + length : path.Length;

    // The same walk, with characters for segments and * for **.
    private static bool Covers(string pattern, ReadOnlySpan<char> text, bool ignoresCase)
    {
        var (at, i, anyAt, retry) = (0, 0, -1, 0);
        while (i < text.Length)
        {
            var wanted = at < pattern.Length ? pattern[at] : '\0';
            if (wanted == '*')
            {
                (anyAt, retry) = (at++, i);
            }
            else if (at < pattern.Length && (wanted == '?' || wanted == (ignoresCase ? char.ToLowerInvariant(text[i]) : text[i])))
            {
                (at, i) = (at + 1, i + 1);
            }
            else if (anyAt >= 0)
            {
                (at, i) = (anyAt + 1, ++retry);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }
}

/// <summary>How a pattern is compared.</summary>
public enum GlobStyle
{
    /// <summary>Folder by folder; case matters.</summary>
    Path,

    /// <summary>As one text; case does not matter.</summary>
    Name,

    /// <summary>As one text; case matters, as in Git's names.</summary>
    CasedName,
}
