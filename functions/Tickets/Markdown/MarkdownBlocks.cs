using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Markdown;

/// <summary>Writes the blocks of a ticket's text as Markdown.</summary>
internal static partial class MarkdownBlocks
{
    private const int LongestFence = 64;

    /// <summary>Adds the block, or as much of it as fits.</summary>
    public static void Add(BoundedText to, TicketBlock block)
    {
        switch (block)
        {
            case TicketBlock.Heading heading:
                to.Add("### ");
                MarkdownInline.AddLine(to, heading.Text, isTable: false);
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
                to.Add(MarkdownRenderer.MarkLine(mark.Marker));
                break;
        }
    }

    private static void AddProse(BoundedText to, string text)
    {
        var isFirst = true;
        foreach (var line in ScannerText.Printable(text).Split('\n'))
        {
            if (to.IsCut)
            {
                return;
            }

            if (!isFirst)
            {
                to.Add("\n");
            }

            isFirst = false;
            var item = ListMark().Match(line);
            to.Add(item.Value.TrimStart());
            MarkdownInline.AddLine(to, line[item.Length..], isTable: false);
        }
    }

    private static void AddCode(BoundedText to, TicketBlock.Code code)
    {
        var content = LongRuns().Replace(ScannerText.Printable(code.Value), new string('`', LongestFence) + "…");
        var longest = Runs().EnumerateMatches(content) is var runs ? Longest(runs) : 0;
        var fence = new string('`', Math.Max(3, longest + 1));
        var language = code.Language is { } name ? CodeLanguage.Named(name) : null;
        to.AddBetween($"{fence}{language}\n", content, $"\n{fence}");
    }

    private static int Longest(Regex.ValueMatchEnumerator runs)
    {
        var longest = 0;
        foreach (var run in runs)
        {
            longest = Math.Max(longest, run.Length);
        }

        return longest;
    }

    private static void AddFacts(BoundedText to, TicketBlock.Facts facts)
    {
        to.Add("| | |\n| --- | --- |");
        foreach (var (name, value) in facts.Items)
        {
            var row = new BoundedText(Math.Min(to.Room, SectionedText.RowUnits));
            row.Add("\n| ");
            MarkdownInline.AddLine(row, name, isTable: true);
            row.Add(" | ");
            var cell = new BoundedText(row.Room - " |".Length);
            MarkdownInline.AddLine(cell, ScannerText.OneLine(value), isTable: true);
            to.Add($"{row}{cell} |");
        }
    }

    private static void AddLinks(BoundedText to, TicketBlock.Links links)
    {
        var isFirst = true;
        foreach (var link in links.Items)
        {
            if (TicketAddress.Of(link.Url) is not { } address)
            {
                continue;
            }

            var item = new BoundedText(SectionedText.LinkUnits);
            item.Add(isFirst ? "- " : "\n- ");
            AddLink(item, link.Text, address);
            if (!item.IsCut)
            {
                to.Add(item.ToString());
                isFirst = false;
            }
        }
    }

    private static void AddLink(BoundedText item, string? text, Uri address)
    {
        // A link to somebody's issue or commit leaves a note there that this ticket names it. GitHub's own bots go round by this host.
        if (Notified().IsMatch(address.AbsolutePath))
        {
            if (address.Host is not "github.com")
            {
                MarkdownInline.AddCode(item, address.AbsoluteUri, isTable: false);
                return;
            }

            text ??= address.AbsoluteUri;
            address = new UriBuilder(address) { Host = "redirect.github.com" }.Uri;
        }

        if (text is null)
        {
            item.Add($"<{address.AbsoluteUri}>");
            return;
        }

        item.Add("[");
        MarkdownInline.AddLine(item, ScannerText.OneLine(text), isTable: false);
        item.Add($"](<{address.AbsoluteUri}>)");
    }

    [GeneratedRegex(@"^\s*(- |\d{1,9}[.)] )")]
    private static partial Regex ListMark();

    [GeneratedRegex("`+")]
    private static partial Regex Runs();

    [GeneratedRegex("`{65,}")]
    private static partial Regex LongRuns();

    [GeneratedRegex("/(issues|pull|pulls|discussions|commit|commits|merge_requests|work_items)/[^/]", RegexOptions.IgnoreCase)]
    private static partial Regex Notified();
}
