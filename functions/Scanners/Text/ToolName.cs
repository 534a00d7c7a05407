namespace Patchbay.Scanners.Text;

/// <summary>Brings the names of tools to the shape in which they are part of keys and policies.</summary>
public static class ToolName
{
    private const int Characters = 60;

    /// <summary>A tool's name as one lower-case word: <c>Mayhem Code Security</c> becomes <c>mayhem-code-security</c>.</summary>
    /// <returns>Letters, digits, dots, underscores and single dashes, at most 60; the other name when nothing remains.</returns>
    public static string Slug(string? name, string otherwise)
    {
        Span<char> slug = stackalloc char[Characters];
        var length = 0;
        foreach (var c in name ?? string.Empty)
        {
            if (length == Characters)
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

        var text = slug[..length].Trim("-.").ToString();
        return text.Length == 0 ? otherwise : text;
    }
}
