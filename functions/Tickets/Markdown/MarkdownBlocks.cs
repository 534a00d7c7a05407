using System.Text.RegularExpressions;

namespace Patchbay.Tickets.Markdown;

/// <summary>Writes the blocks of a ticket's text as Markdown.</summary>
internal sealed partial class MarkdownBlocks(MarkdownDialect dialect)
{
    private readonly MarkdownInline inline = new(dialect);

    private const int LongestFence = 64;

    /// <summary>Adds the block, or as much of it as fits.</summary>
    public void Add(BoundedText to, TicketBlock block)
    {
        switch (block)
        {
            case TicketBlock.Heading heading:
                to.Add("### ");
                inline.AddLine(to, ScannerText.OneLine(heading.Text), isTable: false);
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

    private void AddProse(BoundedText to, string text)
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
            inline.AddLine(to, line[item.Length..], isTable: false);
        }
    }

    private void AddCode(BoundedText to, TicketBlock.Code code)
    {
        var content = LongRuns().Replace(dialect.Disarm(ScannerText.Printable(code.Value)), new string('`', LongestFence) + "…");
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

    private void AddFacts(BoundedText to, TicketBlock.Facts facts)
    {
        if (!dialect.HasTables)
        {
            AddFactLines(to, facts);
            return;
        }

        to.Add("| | |\n| --- | --- |");
        foreach (var (name, value) in facts.Items)
        {
            var row = new BoundedText(Math.Min(to.Room, SectionedText.RowUnits));
            row.Add("\n| ");
            inline.AddLine(row, name, isTable: true);
            row.Add(" | ");
            var cell = new BoundedText(row.Room - " |".Length);
            inline.AddLine(cell, ScannerText.OneLine(value), isTable: true);
            to.Add($"{row}{cell} |");
        }
    }

    private void AddFactLines(BoundedText to, TicketBlock.Facts facts)
    {
        var lead = "- **";
        foreach (var (name, value) in facts.Items)
        {
            var line = new BoundedText(Math.Min(to.Room, SectionedText.RowUnits));
            line.Add(lead);
            inline.AddLine(line, ScannerText.OneLine(name), isTable: false);
            line.Add(":** ");
            inline.AddLine(line, ScannerText.OneLine(value), isTable: false);
            to.Add(line.ToString());
            lead = "\n- **";
        }
    }

    private void AddLinks(BoundedText to, TicketBlock.Links links)
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

    private void AddLink(BoundedText item, string? text, Uri address)
    {
        // A link to somebody's issue or commit leaves a note there that this ticket names it. GitHub's own bots go round by this host.
        if (Notified().IsMatch(address.AbsolutePath))
        {
            if (address.Host is not "github.com")
            {
                inline.AddCode(item, address.AbsoluteUri, isTable: false);
                return;
            }

            text ??= address.AbsoluteUri;
            address = new UriBuilder(address) { Host = "redirect.github.com" }.Uri;
        }

        if (text is null && !dialect.HasTables)
        {
            text = $"`{address.AbsoluteUri}`";
        }

        if (text is null)
        {
            item.Add($"<{address.AbsoluteUri}>");
            return;
        }

        item.Add("[");
        inline.AddLine(item, ScannerText.OneLine(text), isTable: false);
        item.Add(dialect.HasTables ? $"](<{address.AbsoluteUri}>)" : $"]({BareAddress(address)})");
    }

    private static string BareAddress(Uri address) =>
        address.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(- |\d{1,9}[.)] )")]
    private static partial Regex ListMark();

    [GeneratedRegex("`+")]
    private static partial Regex Runs();

    [GeneratedRegex("`{65,}")]
    private static partial Regex LongRuns();

    [GeneratedRegex("/(issues|pull|pulls|discussions|commit|commits|merge_requests|work_items)/[^/]", RegexOptions.IgnoreCase)]
    private static partial Regex Notified();
}
