namespace Patchbay.Trackers.Jira;

/// <summary>How much Jira takes. Source: Atlassian's documentation of both editions.</summary>
internal static class JiraLimits
{
    /// <summary>A text field, in characters.</summary>
    public const int TextCharacters = 32_767;

    /// <summary>A summary, which is one line.</summary>
    public const int SummaryCharacters = 255;

    /// <summary>A label, which holds no space.</summary>
    public const int LabelCharacters = 255;
}
