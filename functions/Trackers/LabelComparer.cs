namespace Patchbay.Trackers;

/// <summary>Tells whether two labels are the same although a tracker wrote one of them in its own way. Pure.</summary>
/// <remarks>Jira keeps no spaces in labels and Azure DevOps neither commas nor semicolons: those are passed over, as are hyphens and case.</remarks>
public sealed class LabelComparer : IEqualityComparer<string>
{
    private LabelComparer()
    {
    }

    /// <summary>The only one.</summary>
    public static LabelComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : string.Equals(Key(x), Key(y), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public int GetHashCode(string obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(Key(obj));

    private static string Key(string label) => string.Concat(label.Where(c => !char.IsWhiteSpace(c) && c is not (',' or ';' or '-')));
}
