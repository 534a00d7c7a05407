using System.Net;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Textile;

/// <summary>Reduces Textile that people wrote to its words. What is no mark stays, so a text without any is left as it is.</summary>
public static partial class TextileWords
{
    /// <summary>The words; links keep their address, code loses its frame.</summary>
    public static string Of(string textile)
    {
        var text = Frame().Replace(textile.ReplaceLineEndings("\n"), "");
        text = Link().Replace(Block().Replace(text, ""), "$1 ($2)");
        text = Image().Replace(text, "$1");
        return WebUtility.HtmlDecode(Phrase().Replace(text, "$2")).Trim();
    }

    [GeneratedRegex(@"</?(?:pre|code)\b[^<>\n]{0,100}>", RegexOptions.IgnoreCase)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(?:h[1-6]|p|bq|bc|pre|fn\d{1,3})(?:\([^()\n]{0,100}\))?[<>=]{0,2}\.{1,2} ", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("\"([^\"\\n]{1,1000})\":(https?://[^\\s<>\"]*[^\\s<>\".,;:!?)])")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w!])!((?:https?://)?[^\s!|]{1,1000})!(?![\w!])")]
    private static partial Regex Image();

    // Bold, italic, deleted, inserted, quoted and code, where a mark clings to a word within and to none without.
    [GeneratedRegex(@"(?<![\w*_+@-])(\*\*|\*|__|_|-|\+|@|\?\?)(?=\S)([^*_+@?\n-]{1,1000})(?<=\S)\1(?![\w*_+@-])")]
    private static partial Regex Phrase();
}
