using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Tests.Tickets;

public sealed class MarkdownDialectTests
{
    private static readonly Dictionary<string, (MarkdownDialect Dialect, int Limit)> Dialects = new()
    {
        ["gitlab"] = (MarkdownDialect.GitLab, 1_048_576),
        ["redmine"] = (MarkdownDialect.Redmine, 60_000),
        ["trello"] = (MarkdownDialect.Trello, 16_384),
    };

    [Theory]
    [InlineData("gitlab", "/close\nthen /label ~bug", "\\/close\nthen /label `~bug`")]
    [InlineData("gitlab", "@all #1 !2 &3 %4 $5 ~\"bug\" SEC-12 CVE-2021-1", "`@all` `#1` `!2` `&3` `%4` `$5` `~\"bug`\" `SEC-12` CVE-2021-1")]
    [InlineData("gitlab", "[TOC] [issue:7] {+new+}", "\\[`TOC`\\] \\[`issue:7`\\] {`+new+`}")]
    [InlineData("gitlab", "a < b `x`", "a &lt; b `x`")]
    [InlineData("redmine", "ask @admin and `@bob`", "ask `@\u2060admin` and `@\u2060bob`")]
    [InlineData("redmine", "#12 r34 commit:abc [[Page]] {{toc}}", "`#12` `r34` `commit:abc` \\[\\[`Page`\\]\\] {{`toc`}}")]
    [InlineData("redmine", "/close", "/close")]
    [InlineData("trello", "@board a < b & `x", "`@\u2060board` a \\< b \\& \\`x")]
    [InlineData("trello", "https://trello.com/c/1", "`https://trello.com/c/1`")]
    public void Text_from_a_scanner_shows_as_it_is_and_does_nothing(string dialect, string text, string expected) =>
        Assert.Equal(expected, Render(dialect, new TicketBlock.Prose(text)));

    [Fact]
    public void A_command_in_code_that_only_looks_closed_is_not_carried_out() =>
        Assert.Equal("````\n```\n /close\n//comment\n````", Render("gitlab", new TicketBlock.Code("```\n/close\n//comment", null)));

    [Theory]
    [InlineData("redmine")]
    [InlineData("trello")]
    public void A_mention_in_code_notifies_nobody(string dialect) =>
        Assert.Equal("```\na@\u2060b\n```", Render(dialect, new TicketBlock.Code("a@b", null)));

    [Theory]
    [InlineData("Fixes #12 by @bob in SEC-1", "Fixes #\u206012 by @\u2060bob in SEC-\u20601")]
    [InlineData("[High] SQL injection in src/login.cs", "[High] SQL injection in src/login.cs")]
    [InlineData("see https://gitlab.example/a/-/issues/1", "see https:\u2060//gitlab.example/a/-/issues/1")]
    public void A_title_of_GitLab_holds_no_reference_and_no_backticks(string title, string expected) =>
        Assert.Equal(expected, MarkdownRenderer.Title(title, 255, MarkdownDialect.GitLab));

    [Fact]
    public void Without_tables_facts_are_a_list_and_links_have_no_angle_brackets()
    {
        var rendered = Render(
            "trello",
            new TicketBlock.Facts([new("Rule", "a|b"), new("File", "x*y")]),
            new TicketBlock.Links([new("CWE", "https://cwe.example/a(b)"), new(null, "https://e.example/x")]));

        Assert.Equal(
            "- **Rule:** a\\|b\n- **File:** x\\*y\n\n- [CWE](https://cwe.example/a%28b%29)\n- [`https://e.example/x`](https://e.example/x)", rendered);
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("redmine")]
    [InlineData("trello")]
    public void Hostile_text_in_every_place_reads_as_approved(string dialect)
    {
        var rendered = MarkdownRenderer.Render(HostileText.Body(), 1_000_000, Dialects[dialect].Dialect);

        Approved.Check($"tickets/hostile.{dialect}.md", rendered + "\n");
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("redmine")]
    [InlineData("trello")]
    public void A_hostile_megabyte_is_cut_by_section_as_approved(string dialect)
    {
        var rendered = MarkdownRenderer.Render(HostileText.Megabyte(), 8_000, Dialects[dialect].Dialect);

        Assert.InRange(rendered.Length, 4_000, 8_000);
        Approved.Check($"tickets/megabyte.{dialect}.md", rendered + "\n");
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("redmine")]
    [InlineData("trello")]
    public void A_hostile_megabyte_fits_the_trackers_limit_with_its_mark(string dialect)
    {
        var (which, limit) = Dialects[dialect];

        var rendered = MarkdownRenderer.Render(HostileText.Megabyte(), limit, which);

        Assert.InRange(rendered.Length, limit / 3, limit);
        Assert.EndsWith(MarkdownRenderer.MarkLine(HostileText.Marker), rendered, StringComparison.Ordinal);
        Assert.Equal(0, rendered.Split('\n').Count(l => l.StartsWith("```", StringComparison.Ordinal)) % 2);
    }

    private static string Render(string dialect, params TicketBlock[] blocks) =>
        MarkdownRenderer.Render(new TicketBody(blocks), 10_000, Dialects[dialect].Dialect);
}
