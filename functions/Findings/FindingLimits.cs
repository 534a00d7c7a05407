namespace Patchbay.Findings;

/// <summary>Lengths beyond which scanner text is cut: nobody reads more in a ticket, and a row must fit a table entity.</summary>
public static class FindingLimits
{
    /// <summary>Longest title.</summary>
    public const int TitleCharacters = 250;

    /// <summary>Longest message, description or advice.</summary>
    public const int TextCharacters = 32_000;

    /// <summary>Longest snippet.</summary>
    public const int SnippetCharacters = 4_000;

    /// <summary>Longest id, path, URL, symbol or component.</summary>
    public const int NameCharacters = 1_000;

    /// <summary>Most entries of a list (CWEs, CVEs, references).</summary>
    public const int ListEntries = 100;
}
