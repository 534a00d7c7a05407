namespace Patchbay.Integrations;

/// <summary>How a change to the book ended.</summary>
public abstract record BookChange
{
    private BookChange()
    {
    }

    /// <summary>It is stored, or gone.</summary>
    /// <param name="Version">The item's new version; null when it was removed.</param>
    /// <param name="IsNew">There was none of that name before.</param>
    public sealed record Done(string? Version, bool IsNew) : BookChange;

    /// <summary>Nothing was stored.</summary>
    public sealed record Wrong(IReadOnlyList<SettingMistake> Mistakes) : BookChange;

    /// <summary>Somebody else changed it since the caller read it.</summary>
    public sealed record Stale : BookChange;

    /// <summary>There is none of that name.</summary>
    public sealed record Missing : BookChange;

    /// <summary>Others refer to it.</summary>
    /// <param name="By">What they are, as words: <c>mapping web</c>.</param>
    public sealed record InUse(IReadOnlyList<string> By) : BookChange;
}
