using Patchbay.Findings;
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

    /// <summary>Where a stored finding stands by these policies: an open one may become ignored, and an ignored one open again.</summary>
    /// <remarks>What a person or the scanner decided stays, and so does what waits for a second scan.</remarks>
    public FindingState StateOf(FindingRecord record) => record.State switch
    {
        FindingState.Open when Covers(record.Finding.Place.Path) => FindingState.Ignored,
        FindingState.Ignored when !Covers(record.Finding.Place.Path) => FindingState.Open,
        _ => record.State,
    };
}
