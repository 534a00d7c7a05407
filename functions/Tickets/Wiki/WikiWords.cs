using System.Net;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Wiki;

/// <summary>Reduces Jira's wiki markup that people wrote to its words. What is no mark stays, so a text without any is left as it is.</summary>
public static partial class WikiWords
{
    /// <summary>The words; links keep their address, code and panels lose their frame.</summary>
    public static string Of(string wiki)
    {
        var text = LineBreak().Replace(wiki.ReplaceLineEndings("\n"), "\n");
        text = Block().Replace(Macro().Replace(text, ""), "");
        text = Person().Replace(text, "@$1");
        text = Link().Replace(text, m => m.Groups[1].Success ? $"{m.Groups[1].Value} ({m.Groups[2].Value})" : m.Groups[2].Value);
        text = Phrase().Replace(Code().Replace(text, "$1"), "$2");
        return WebUtility.HtmlDecode(Escape().Replace(text, "$1")).Trim();
    }

    [GeneratedRegex(@"\\\\(?=\s|$)")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"(?<![\\{])\{(?:code|noformat|quote|panel|color)(?::[^{}\n]{0,200})?\}(?!\})", RegexOptions.IgnoreCase)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^(?:h[1-6]|bq)\. ", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<!\\)\[~(?:accountid:)?([^\[\]\n|]{1,200})\]")]
    private static partial Regex Person();

    [GeneratedRegex(@"(?<!\\)\[(?:([^\[\]|\n]{1,1000})\|)?((?:https?://|mailto:)[^\[\]|\s]{1,2000})(?:\|[^\[\]\n]{0,100})?\]")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<!\\)\{\{([^{}\n]{1,1000})\}\}")]
    private static partial Regex Code();

    // Bold, italic, deleted, inserted and the like, where a mark clings to a word within and to none without.
    [GeneratedRegex(@"(?<![\w\\*_+^~-])(\*|_|-|\+|\^|~|\?\?)(?=\S)([^*_+^~?\n-]{1,1000})(?<=\S)\1(?![\w*_+^~-])")]
    private static partial Regex Phrase();

    [GeneratedRegex(@"\\([^\w\s])")]
    private static partial Regex Escape();
}
