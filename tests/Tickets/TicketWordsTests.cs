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
}
