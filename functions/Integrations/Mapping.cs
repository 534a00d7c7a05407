using Patchbay.Findings;

namespace Patchbay.Integrations;

/// <summary>A project in a tracker and how our words become its words.</summary>
/// <param name="Name">Lower-case name, letters, digits and hyphens, at most 40; what policies refer to.</param>
/// <param name="Instance">Name of the <see cref="Integrations.Instance"/>.</param>
/// <param name="Project">The project in the tracker's own notation: <c>owner/repository</c> for GitHub, a folder name for <c>folder</c>.</param>
public sealed record Mapping(string Name, string Instance, string Project)
{
    /// <summary>Labels every ticket gets.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Label per severity; a severity that is not named gets <c>severity: high</c> and so on.</summary>
    public IReadOnlyDictionary<Severity, string> SeverityLabels { get; init; } = new Dictionary<Severity, string>();

    /// <summary>Login or id of the person a new ticket is given to; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>The label of a severity: the one that is named, or <c>severity: high</c> and so on.</summary>
    public string LabelOf(Severity severity) =>
        SeverityLabels.GetValueOrDefault(severity) ?? $"severity: {severity.ToString().ToLowerInvariant()}";
}
