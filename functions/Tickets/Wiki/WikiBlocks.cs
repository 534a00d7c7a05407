using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Wiki;

/// <summary>Writes the blocks of a ticket's text as wiki markup.</summary>
internal static partial class WikiBlocks
{
    // Jira shows an error above code in a language that it does not know.
    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["bash"] = "bash",
        ["c"] = "c",
        ["cpp"] = "cpp",
        ["csharp"] = "c#",
        ["css"] = "css",
        ["go"] = "go",
        ["html"] = "html",
        ["java"] = "java",
        ["javascript"] = "javascript",
        ["json"] = "json",
        ["objectivec"] = "objc",
        ["perl"] = "perl",
        ["php"] = "php",
        ["python"] = "python",
        ["ruby"] = "ruby",
        ["scala"] = "scala",
        ["sql"] = "sql",
        ["swift"] = "swift",
        ["vbnet"] = "visualbasic",
        ["xml"] = "xml",
        ["yaml"] = "yaml",
    };

    /// <summary>Adds the block, or as much of it as fits.</summary>
    public static void Add(BoundedText to, TicketBlock block)
    {
        switch (block)
        {
            case TicketBlock.Heading heading:
                to.Enclose("h3. ", h => WikiInline.AddLine(h, ScannerText.OneLine(heading.Text)), "");
                break;
            case TicketBlock.Prose prose:
                AddProse(to, prose.Value);
                break;
            case TicketBlock.Code code:
                AddCode(to, code);
                break;
            case TicketBlock.Facts facts:
                AddFacts(to, facts);
                break;
            case TicketBlock.Links links:
                AddLinks(to, links);
                break;
            case TicketBlock.Mark mark:
                WikiInline.AddLine(to, MarkSentence.For(mark.Marker));
                break;
        }
    }

    private static void AddProse(BoundedText to, string text)
    {
        foreach (var (isList, lines) in ProseLines.Of(text))
        {
            // A blank line parts paragraphs and ends a list.
            to.Add(to.Length > 0 ? "\n" : "");
            foreach (var line in lines)
            {
                if (to.IsCut)
                {
                    return;
                }

                to.Add((to.Length > 0 ? "\n" : "") + (isList ? "* " : ""));
                WikiInline.AddLine(to, line);
            }
        }
    }

    private static void AddCode(BoundedText to, TicketBlock.Code code)
    {
        // There is no escape inside: an end mark in the text loses its brace to a space.
        var content = EndMark().Replace(ScannerText.Printable(code.Value), "{ $1");
        var language = code.Language is { } name ? CodeLanguage.Named(name) : null;
        var (open, close) = language is not null && Languages.TryGetValue(language, out var known)
            ? ($"{{code:{known}}}\n", "\n{code}")
            : ("{noformat}\n", "\n{noformat}");
        to.AddBetween(open, content, close);
    }

    private static void AddFacts(BoundedText to, TicketBlock.Facts facts)
    {
        foreach (var (name, value) in facts.Items)
        {
            var row = new BoundedText(Math.Min(to.Room, SectionedText.RowUnits));
            var lead = to.Length > 0 ? "\n" : "";
            row.Enclose($"{lead}||", c => WikiInline.AddLine(c, ScannerText.OneLine(name)), "|");
            row.Enclose(" ", c => WikiInline.AddLine(c, ScannerText.OneLine(value)), " |");
            var isLast = to.Room < SectionedText.RowUnits && row.IsCut;
            to.Add(row.ToString());
            if (isLast)
            {
                to.Cut();
                return;
            }
        }
    }

    private static void AddLinks(BoundedText to, TicketBlock.Links links)
    {
        foreach (var link in links.Items)
        {
            if (TicketAddress.Of(link.Url) is not { } address)
            {
                continue;
            }

            var item = new BoundedText(SectionedText.LinkUnits);
            var lead = to.Length > 0 ? "\n" : "";
            var target = WikiInline.Address(address);
            if (link.Text is { } text)
            {
                item.Enclose($"{lead}* [", t => WikiInline.AddPlain(t, ScannerText.OneLine(text)), $"|{target}]");
            }
            else
            {
                item.Add($"{lead}* [{target}]");
            }

            if (!item.IsCut)
            {
                to.Add(item.ToString());
            }
        }
    }

    [GeneratedRegex(@"\{\s*((?:code|noformat)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex EndMark();
}
