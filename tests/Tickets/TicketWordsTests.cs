using Patchbay.Tickets;

namespace Patchbay.Tests.Tickets;

public sealed class TicketWordsTests
{
    [Theory]
    [InlineData("{severity}: {title} in {asset}", "High: SQL injection in web-shop")]
    [InlineData("{cwe}/{cve}", "CWE-89/")]
    [InlineData("{path}:{line}", "src/login.cs:42")]
    [InlineData("{ title } {nothing} {}", "{ title } {nothing} {}")]
    public void Words_are_filled_in_and_all_else_stays(string template, string expected) =>
        Assert.Equal(expected, TicketWords.Fill(template, MakeTicket.Record(MakeTicket.Injection), MakeTicket.Shop));

    [Fact]
    public void What_a_scanner_wrote_cannot_ask_for_more()
    {
        var record = MakeTicket.Record(MakeTicket.Injection with { Title = "{owner}\n{key}" });

        Assert.Equal("{owner} {key}", TicketWords.Fill("{title}", record, MakeTicket.Shop));
    }

    [Fact]
    public void A_title_of_the_mappings_own_replaces_ours_and_its_fields_are_filled()
    {
        var mapping = MakeTicket.ShopMapping with
        {
            Title = "Security: {title}",
            Fields = new Dictionary<string, string> { ["CVSS score"] = "{cvss}" },
        };

        var ticket = MakeTicket.Of(MakeTicket.Injection, mapping: mapping);

        Assert.Equal("Security: SQL injection", ticket.Title);
        Assert.Equal("8.8", ticket.Fields["CVSS score"]);
        Assert.NotEqual(MakeTicket.Of(MakeTicket.Injection).ContentHash, ticket.ContentHash);
    }

    [Fact]
    public void A_body_of_the_mappings_own_has_our_parts_where_it_names_them_and_the_mark_at_the_end()
    {
        var mapping = MakeTicket.ShopMapping with { Body = "Found by {scanner}.\n\n## What is wrong\n{what}\n{details}\nAsk {owner}security." };

        var blocks = MakeTicket.Of(MakeTicket.Injection, MakeTicket.InjectionRule, mapping).Body.Blocks;

        Assert.Equal("Found by codeql.", Assert.IsType<TicketBlock.Prose>(blocks[0]).Value);
        Assert.Equal("What is wrong", Assert.IsType<TicketBlock.Heading>(blocks[1]).Text);
        Assert.Equal("This query depends on a user-provided value.", Assert.IsType<TicketBlock.Prose>(blocks[2]).Value);
        Assert.Equal("Ask security.", Assert.IsType<TicketBlock.Prose>(blocks[^2]).Value);
        Assert.IsType<TicketBlock.Mark>(blocks[^1]);
        Assert.DoesNotContain(blocks, b => b is TicketBlock.Heading { Text: "Why it matters" });
    }

    [Theory]
    [InlineData("{what} {nobody}", "nobody")]
    [InlineData("{what}\n{severity}", null)]
    public void Words_that_stand_for_nothing_are_found(string template, string? unknown) =>
        Assert.Equal(unknown is null ? [] : [unknown], TicketWords.UnknownIn(template));
}
