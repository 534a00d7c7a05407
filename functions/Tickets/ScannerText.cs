using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Tickets;

/// <summary>Reads a scanner's text, plain or Markdown, into blocks. Untrusted: whatever it holds, only blocks come out.</summary>
public static partial class ScannerText
{
    private static readonly SearchValues<char> Hidden = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c).Where(c => c is not ('\n' or '\t')),
        .. "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF",
    ]);

    /// <summary>Parts fenced code from prose and takes away the marks that no dialect shares: headings, emphasis, links.</summary>
    public static IEnumerable<TicketBlock> Blocks(string? text)
    {
        var prose = new StringBuilder();
        var code = new StringBuilder();
        string? fence = null;
        string? language = null;
        foreach (var line in Printable(text ?? "").Split('\n'))
        {
            var mark = line.TrimStart();
            if (fence is not null)
            {
                if (IsFence(mark, fence[0], fence.Length) && mark.Trim(fence[0]).Trim().Length == 0)
                {
                    yield return new TicketBlock.Code(code.ToString().TrimEnd('\n'), language);
                    code.Clear();
                    fence = null;
                }
                else
                {
                    code.Append(line).Append('\n');
                }
            }
            else if (IsFence(mark, '`', 3) || IsFence(mark, '~', 3))
            {
                if (Paragraphs(prose) is { } before)
                {
                    yield return before;
                }

                fence = mark[..(mark.Length - mark.TrimStart(mark[0]).Length)];
                language = CodeLanguage.Named(mark.TrimStart(mark[0]));
            }
            else
            {
                prose.Append(WithoutMarks(line)).Append('\n');
            }
        }

        if (code.Length > 0)
        {
            yield return new TicketBlock.Code(code.ToString().TrimEnd('\n'), language);
        }

        if (Paragraphs(prose) is { } rest)
        {
            yield return rest;
        }
    }

    /// <summary>The text on one line, for titles, names and values.</summary>
    public static string OneLine(string text) => Spaces().Replace(Printable(text), " ").Trim();

    /// <summary>The text without what hides or reorders other text: control characters and bidirectional overrides.</summary>
    /// <remarks>Source: Unicode Technical Report 36, section 3.5.</remarks>
    public static string Printable(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        if (!lines.AsSpan().ContainsAny(Hidden))
        {
            return lines;
        }

        var clean = new StringBuilder(lines.Length);
        foreach (var c in lines)
        {
            clean.Append(Hidden.Contains(c) ? '\uFFFD' : c);
        }

        return clean.ToString();
    }

    private static bool IsFence(string line, char mark, int least)
    {
        var run = line.Length - line.TrimStart(mark).Length;
        // An info string cannot hold a backtick: ```x``` on one line is a code span.
        return run >= least && (mark != '`' || !line.AsSpan(run).Contains('`'));
    }

    private static TicketBlock.Prose? Paragraphs(StringBuilder prose)
    {
        var text = BlankLines().Replace(prose.ToString(), "\n\n").Trim();
        prose.Clear();
        return text.Length > 0 ? new TicketBlock.Prose(text) : null;
    }

    private static string WithoutMarks(string line)
    {
        // What stands in backticks is code and stays as it is.
        var parts = line.Split('`');
        for (var i = 0; i < parts.Length; i += 2)
        {
            parts[i] = Link().Replace(parts[i], m => m.Groups[1].Value == m.Groups[2].Value ? m.Groups[2].Value : m.Result("$1 ($2)"));
            parts[i] = Strong().Replace(parts[i], "$1");
        }

        var text = string.Join('`', parts).TrimEnd();
        return Bullet().Replace(Heading().Replace(text, ""), "- ");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"!?\[([^\[\]]{1,300})\]\((https?://[^\s()]{1,1000})\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*([^*\s](?:[^*]{0,298}[^*\s])?)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"^ {0,3}#{1,6} +")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*[*+-] +")]
    private static partial Regex Bullet();
}
