using System.Text.RegularExpressions;
using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Tests.Tickets;

public sealed partial class MarkdownRendererTests
{
    private const int GitHubLimit = 65_536;

    [Theory]
    [InlineData("ask @octocat or @org/team.", "ask `@octocat` or `@org/team`.")]
    [InlineData("see #12, GH-34 and owner/site#5", "see `#12`, `GH-34` and `owner/site#5`")]
    [InlineData("since 6dcb09b5b57875f334f61aebed695e2e4193db5e", "since `6dcb09b5b57875f334f61aebed695e2e4193db5e`")]
    [InlineData("at https://github.com/o/r/issues/1 (www.evil.example)", "at `https://github.com/o/r/issues/1` (`www.evil.example`)")]
    [InlineData("mail a.b@example.com", "mail `a.b@example.com`")]
    [InlineData("<img src=x onerror=alert(1)> &lt;b>", "`<img` src=x onerror=alert(1)> &amp;lt;b>")]
    [InlineData("a < b && c", "a &lt; b && c")]
    [InlineData("![x](javascript:alert(1)) [y](z)", "!\\[x\\](javascript:alert(1)) \\[y\\](z)")]
    [InlineData("*bold* _it_ snake_case ~~no~~ `code` `open", "\\*bold\\* \\_it\\_ snake_case \\~\\~no\\~\\~ `code` &#96;open")]
    [InlineData("# no heading", "\\# no heading")]
    [InlineData("> no quote", "\\> no quote")]
    [InlineData("---", "\\---")]
    [InlineData("===", "\\===")]
    [InlineData("/close now", "\\/close now")]
    [InlineData("- an item\n- # not a heading\n2. second", "- an item\n- \\# not a heading\n2. second")]
    [InlineData("| a | b |\n|---|---|", "\\| a \\| b \\|\n\\|---\\|---\\|")]
    [InlineData("costs $5 and $x$", "costs `$5` and `$x$`")]
    [InlineData("C:\\temp\\*", "`C:\\temp\\*`")]
    [InlineData("`a`@b `x``y`", "`a` `@b` `x` `y`")]
    [InlineData("``` not a fence", "&#96;&#96;&#96; not a fence")]
    [InlineData("hides \u202Etxt.exe and \u0007bell", "hides \uFFFDtxt.exe and \uFFFDbell")]
    [InlineData("one\r\n    two\rthree", "one\ntwo\nthree")]
    public void Text_from_a_scanner_shows_as_it_is_and_does_nothing(string text, string expected)
    {
        var rendered = Render(new TicketBlock.Prose(text));

        Assert.Equal(expected, rendered);
    }

    [Theory]
    [InlineData("[High] Flaw in @angular/core", "[High] Flaw in `@angular/core`")]
    [InlineData("Fixes #12\nand more", "Fixes `#12` and more")]
    [InlineData("*stars* `ticks`", "*stars* 'ticks'")]
    public void A_title_is_one_line_without_references(string title, string expected) =>
        Assert.Equal(expected, MarkdownRenderer.Title(title, 256));

    [Theory]
    [InlineData("a", 400)]
    [InlineData("ab ", 200)]
    [InlineData("\U0001F600", 200)]
    [InlineData("@someone ", 100)]
    [InlineData("https://example.com/", 100)]
    public void A_long_title_is_cut_to_the_limit(string piece, int times)
    {
        var title = MarkdownRenderer.Title(string.Concat(Enumerable.Repeat(piece, times)), 256);

        Assert.InRange(title.Length, 200, 256);
        Assert.EndsWith("…", title.TrimEnd('`'), StringComparison.Ordinal);
        Assert.Equal(0, title.Count(c => c == '`') % 2);
        Assert.False(char.IsHighSurrogate(title.TrimEnd('`', '…')[^1]));
    }

    [Fact]
    public void A_fence_is_longer_than_any_in_the_code()
    {
        var rendered = Render(new TicketBlock.Code("```\n@octocat\n`````\n#1", "markdown"));

        Assert.Equal("``````\n```\n@octocat\n`````\n#1\n``````", rendered);
    }

    [Theory]
    [InlineData("csharp", "csharp")]
    [InlineData("CS", "csharp")]
    [InlineData("mermaid", "")]
    [InlineData("suggestion", "")]
    [InlineData("cs\n```\n@all", "")]
    public void Only_harmless_languages_are_named(string language, string expected)
    {
        var rendered = Render(new TicketBlock.Code("x", language));

        Assert.Equal($"```{expected}\nx\n```", rendered);
    }

    [Fact]
    public void Facts_stay_in_their_cells()
    {
        var rendered = Render(new TicketBlock.Facts([new("Rule", "a|b @c|d\n| x |"), new("File", "`p|q`")]));

        Assert.Equal("| | |\n| --- | --- |\n| Rule | a\\|b `@c\\|d` \\| x \\| |\n| File | `p\\|q` |", rendered);
    }

    [Fact]
    public void Links_lead_only_to_pages_and_notify_nobody()
    {
        var rendered = Render(new TicketBlock.Links(
        [
            new("CWE-89", "https://cwe.mitre.org/data/definitions/89.html"),
            new(null, "https://example.com/a b?<x>=`1`"),
            new(null, "https://github.com/owner/site/issues/5"),
            new("commit", "https://git.example/owner/site/commit/abc"),
            new("bad", "javascript:alert(1)"),
            new("bad", "https://user@example.com/"),
        ]));

        Assert.Equal(
            """
            - [CWE-89](<https://cwe.mitre.org/data/definitions/89.html>)
            - <https://example.com/a%20b?%3Cx%3E=%601%60>
            - [`https://github.com/owner/site/issues/5`](<https://redirect.github.com/owner/site/issues/5>)
            - `https://git.example/owner/site/commit/abc`
            """.ReplaceLineEndings("\n"),
            rendered);
    }

    [Fact]
    public void Hostile_text_in_every_place_reads_as_approved()
    {
        const string hostile = "@admin #1 GH-2 <script>alert(1)</script> ![i](http://e.example/i.png) | ``` ~~~ /close\n# head\n- [x] todo\n$$x$$ deadbeef1";
        TicketBlock[] blocks =
        [
            new TicketBlock.Prose(hostile), new TicketBlock.Code(hostile, hostile), new TicketBlock.Heading(hostile),
            new TicketBlock.Facts([new("Name", hostile)]), new TicketBlock.Links([new(hostile, "https://example.com/")]),
            new TicketBlock.Mark("pb-000000000000"),
        ];

        var rendered = MarkdownRenderer.Render(new TicketBody(blocks), GitHubLimit);

        Approved.Check("tickets/hostile.md", rendered + "\n");
    }

    [Theory]
    [InlineData("word ")]
    [InlineData("@a")]
    [InlineData("line\n")]
    [InlineData("`")]
    [InlineData("`a` ")]
    [InlineData("|")]
    [InlineData("\U0001F600")]
    [InlineData("<b>\n\n")]
    [InlineData("- item\n")]
    public void A_megabyte_of_text_fits_and_nothing_is_left_open(string piece)
    {
        var megabyte = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        TicketBlock[] blocks =
        [
            new TicketBlock.Prose("short and whole"), new TicketBlock.Prose(megabyte), new TicketBlock.Heading("Code"), new TicketBlock.Code(megabyte, null),
            new TicketBlock.Heading("Facts"), new TicketBlock.Facts([new("Fact", megabyte), new("Next", "whole")]),
            new TicketBlock.Heading("Links"), new TicketBlock.Links([new(megabyte, "https://example.com/"), new(null, "https://example.com/kept")]),
            new TicketBlock.Mark("pb-000000000000"),
        ];

        var rendered = MarkdownRenderer.Render(new TicketBody(blocks), GitHubLimit);

        Assert.InRange(rendered.Length, GitHubLimit / 4, GitHubLimit);
        Assert.StartsWith("short and whole", rendered, StringComparison.Ordinal);
        Assert.Contains("| Next | whole |", rendered, StringComparison.Ordinal);
        Assert.Contains("<https://example.com/kept>", rendered, StringComparison.Ordinal);
        Assert.EndsWith(MarkdownRenderer.MarkLine("pb-000000000000"), rendered, StringComparison.Ordinal);
        Assert.Equal(2, Fence().Count(rendered));
    }

    private static string Render(TicketBlock block) => MarkdownRenderer.Render(new TicketBody([block]), GitHubLimit);

    [GeneratedRegex("^`{3,}$", RegexOptions.Multiline)]
    private static partial Regex Fence();
}
