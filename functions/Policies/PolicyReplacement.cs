namespace Patchbay.Policies;

/// <summary>How a change of the policies ended.</summary>
public abstract record PolicyReplacement
{
    private PolicyReplacement()
    {
    }

    /// <summary>They are in force.</summary>
    public sealed record Done(PolicyVersion Now) : PolicyReplacement;

    /// <summary>They say what the policies in force say, which stay.</summary>
    public sealed record Unchanged(PolicyVersion Now) : PolicyReplacement;

    /// <summary>The caller's condition does not hold.</summary>
    /// <param name="Version">The version in force.</param>
    public sealed record Stale(int Version) : PolicyReplacement;
}
