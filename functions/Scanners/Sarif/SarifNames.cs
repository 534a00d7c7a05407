namespace Patchbay.Scanners.Sarif;

/// <summary>How names in a log are compared and written.</summary>
internal static class SarifNames
{
    private const int SlugCharacters = 60;

    /// <summary>A tool's name as part of keys and policies: <c>Mayhem Code Security</c> becomes <c>mayhem-code-security</c>.</summary>
    /// <returns>Lower-case letters, digits, dots and single dashes, at most 60; <c>sarif</c> when nothing remains.</returns>
    public static string Slug(string? name)
    {
        var slug = new char[SlugCharacters];
        var length = 0;
        foreach (var c in name ?? string.Empty)
        {
            if (length == SlugCharacters)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
            {
                slug[length++] = char.ToLowerInvariant(c);
            }
            else if (length > 0 && slug[length - 1] != '-')
            {
                slug[length++] = '-';
            }
        }

        var text = new string(slug, 0, length).Trim('-', '.');
        return text.Length == 0 ? "sarif" : text;
    }

    /// <summary>Whether an id is a rule's own or, like <c>CA1000/1</c> of <c>CA1000</c>, one of its children.</summary>
    public static bool IsSameOrChild(string id, string ruleId) =>
        id.StartsWith(ruleId, StringComparison.Ordinal) && (id.Length == ruleId.Length || id[ruleId.Length] == '/');
}
