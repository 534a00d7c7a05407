using System.Collections.Frozen;

namespace Patchbay.Policies.Matching;

/// <summary>Patterns of which any one must match.</summary>
public sealed class GlobList
{
    private readonly FrozenSet<string> literals;
    private readonly Glob[] globs;

    /// <summary>Prepares the patterns.</summary>
    /// <exception cref="FormatException">A pattern has a flaw; see <see cref="Glob.Flaw"/>.</exception>
    public GlobList(IReadOnlyList<string> patterns, GlobStyle style)
    {
        Patterns = patterns;

        // A literal path still goes through the glob, which forgives backslashes and a leading slash in what scanners write.
        bool IsLiteral(string pattern) => style != GlobStyle.Path && pattern.IndexOfAny(['*', '?']) < 0;
        literals = patterns.Where(IsLiteral)
            .ToFrozenSet(style == GlobStyle.Name ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        globs = [.. patterns.Where(p => !IsLiteral(p)).Select(p => new Glob(p, style))];
    }

    /// <summary>The patterns as written.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Whether a pattern covers the text.</summary>
    public bool Covers(string text)
    {
        if (literals.Contains(text))
        {
            return true;
        }

        foreach (var glob in globs)
        {
            if (glob.IsMatch(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a pattern covers one of the texts.</summary>
    public bool CoversAny(IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (Covers(texts[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The patterns for a person: a long list is cut.</summary>
    public override string ToString() =>
        Patterns.Count <= 10 ? string.Join(", ", Patterns) : $"{string.Join(", ", Patterns.Take(10))}, … ({Patterns.Count} in all)";
}
