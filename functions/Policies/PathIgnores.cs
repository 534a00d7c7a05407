using Patchbay.Policies.Matching;

namespace Patchbay.Policies;

/// <summary>The paths that <c>ignore-paths</c> policies name for one asset.</summary>
public sealed class PathIgnores
{
    private readonly Match[] matches;

    internal PathIgnores(IEnumerable<Match> matches) => this.matches = [.. matches];

    /// <summary>Nothing is ignored.</summary>
    public static PathIgnores None { get; } = new([]);

    /// <summary>Whether a finding at this path is to be recorded as ignored.</summary>
    /// <param name="path">Null for a finding that is in no file; such a one is never ignored.</param>
    public bool Covers(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return false;
        }

        foreach (var match in matches)
        {
            if (match.CoversPath(path))
            {
                return true;
            }
        }

        return false;
    }
}
