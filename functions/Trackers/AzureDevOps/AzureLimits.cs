namespace Patchbay.Trackers.AzureDevOps;

/// <summary>How much Azure DevOps takes. Source: Microsoft's "Work tracking, process, and project limits".</summary>
internal static class AzureLimits
{
    /// <summary>A title, which is one line.</summary>
    public const int TitleCharacters = 255;

    /// <summary>A long text, markup included.</summary>
    public const int TextCharacters = 1_000_000;

    /// <summary>A tag, which holds no comma and no semicolon.</summary>
    public const int TagCharacters = 400;
}
