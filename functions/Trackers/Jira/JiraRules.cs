using Patchbay.Integrations;

namespace Patchbay.Trackers.Jira;

/// <summary>What both kinds of Jira ask of instances and mappings, and what both open.</summary>
internal static class JiraRules
{
    /// <summary>What a mapping can name.</summary>
    public const MappingParts Parts = MappingParts.IssueType | MappingParts.Priorities | MappingParts.Components | MappingParts.Fields
        | MappingParts.Statuses | MappingParts.Resolutions | MappingParts.Assignee;

    /// <summary>How a project is named.</summary>
    public const string ProjectHint = "the project's key: SEC";

    /// <summary>Jira takes a hundred calls a second; a fifth of that for each lane leaves room for people.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Checks a mapping.</summary>
    public static IEnumerable<SettingMistake> Check(Mapping mapping)
    {
        if (!JiraKey.IsProject(mapping.Project))
        {
            yield return new("$.project", "The project is its key, in capitals: SEC.");
        }

        var labels = mapping.Labels.Concat(mapping.SeverityLabels.Values).Where(l => l?.Trim().Length > JiraLimits.LabelCharacters);
        foreach (var label in labels)
        {
            yield return new("$.labels", $"Jira's labels have at most {JiraLimits.LabelCharacters} characters; {label} is longer.");
        }
    }

    /// <summary>How to talk to Jira.</summary>
    /// <param name="secrets">What must never be shown, as it is and as it is sent.</param>
    public static TrackerManners Manners(params string[] secrets) => new("Jira")
    {
        Headers = [new("Accept", "application/json")],
        Words = JiraWords.OfRefusal,
        Secrets = secrets,
    };
}
