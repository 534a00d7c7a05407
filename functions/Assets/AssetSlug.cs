namespace Patchbay.Assets;

/// <summary>The rule for names in URLs and row keys.</summary>
public static class AssetSlug
{
    /// <summary>Longest slug.</summary>
    public const int Characters = 100;

    /// <summary>What to tell somebody whose name is not a slug.</summary>
    public const string Rule = "lower-case letters, digits, '-', '_' and '.', beginning with a letter or digit, at most 100 characters";

    /// <summary>Whether the text is a slug.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= Characters
        && (char.IsAsciiLetterLower(text[0]) || char.IsAsciiDigit(text[0]))
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');
}
