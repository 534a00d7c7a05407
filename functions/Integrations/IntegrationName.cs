namespace Patchbay.Integrations;

/// <summary>The rule for names of instances, mappings and assignments: they stand in URLs, row keys and names of secrets.</summary>
public static class IntegrationName
{
    /// <summary>What to tell somebody whose name is none.</summary>
    public const string Rule = "lower-case letters, digits and hyphens, beginning with a letter or digit, at most 40";

    private const int Characters = 40;

    /// <summary>Whether the text is a name.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= Characters
        && text[0] != '-'
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
