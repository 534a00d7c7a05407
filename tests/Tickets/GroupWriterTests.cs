using System.Globalization;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Tickets.Adf;
using Patchbay.Tickets.Html;
using Patchbay.Tickets.Markdown;
using Patchbay.Tickets.Plain;
using Patchbay.Tickets.Textile;
using Patchbay.Tickets.Wiki;

namespace Patchbay.Tests.Tickets;

/// <summary>What a shared ticket says.</summary>
public sealed class GroupWriterTests
{
    private const string Key = "99112233445566778899aabbccddeeff00112233";

    private static readonly Finding Log4j = new()
    {
        Tool = "trivy",
        Rule = new Rule("CVE-2021-44228"),
        Title = "CVE-2021-44228: remote code execution",
        Rating = new Rating(Severity.Critical, "CRITICAL", "Severity"),
        Place = new Place { Component = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0", Version = "2.14.0", FixedVersion = "2.15.0" },
        Cves = ["CVE-2021-44228"],
    };

    [Fact]
    public void A_ticket_for_a_rule_reads_as_approved()
    {
        var ticket = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, "https://patchbay.example/", OfRule());

        Approved.Check("tickets/group-rule.md", Show(ticket));
    }

    [Fact]
    public void A_ticket_for_a_component_reads_as_approved()
    {
        var second = Log4j with
        {
            Rule = new Rule("CVE-2021-45046"),
            Title = "CVE-2021-45046: the first fix was incomplete",
            Rating = new Rating(Severity.High, null, "level"),
            Place = Log4j.Place with { Component = "pkg:maven/org.apache.logging.log4j/log4j-core@2.15.0", Version = "2.15.0", FixedVersion = "2.16.0" },
            Cves = ["CVE-2021-45046"],
        };

        var ticket = Write(TicketGrouping.Component, Log4j.Rule, null, [Record(1, second), Record(2, Log4j)]);

        Approved.Check("tickets/group-component.md", Show(ticket));
    }

    [Fact]
    public void A_ticket_for_a_file_reads_as_approved()
    {
        var second = MakeTicket.Injection with
        {
            Title = "Hard-coded password",
            Rating = new Rating(Severity.Critical, null, "level"),
            Rule = new Rule("cs/password"),
            Place = MakeTicket.Injection.Place with { Line = 7 },
        };

        var ticket = Write(TicketGrouping.File, MakeTicket.InjectionRule, null, [Record(1, MakeTicket.Injection), Record(2, second)]);

        Approved.Check("tickets/group-file.md", Show(ticket));
    }

    [Theory]
    [InlineData("adf")]
    [InlineData("wiki")]
    [InlineData("html")]
    [InlineData("textile")]
    [InlineData("txt")]
    public void Every_dialect_shows_it_as_approved(string dialect)
    {
        var body = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, "https://patchbay.example/", OfRule()).Body;

        var text = dialect switch
        {
            "adf" => AdfRenderer.Render(body, 32_000).GetRawText(),
            "wiki" => WikiRenderer.Render(body, 32_000),
            "html" => HtmlRenderer.Render(body, 32_000),
            "textile" => TextileRenderer.Render(body, 32_000),
            _ => PlainRenderer.Render(body, 32_000),
        };

        Approved.Check($"tickets/group-rule.{dialect}", text + "\n");
    }

    [Theory]
    [InlineData("https://patchbay.example/")]
    [InlineData(null)]
    public void Of_thousands_the_worst_are_listed_and_the_others_counted(string? publicUrl)
    {
        var records = Enumerable.Range(1, 1_334).Select(n => Record(n, At(n) with
        {
            Rating = new Rating(n == 1_334 ? Severity.Critical : Severity.Low, null, "level"),
        }));

        var ticket = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, publicUrl, [.. records]);

        var text = MarkdownRenderer.Render(ticket.Body, 65_536);
        Assert.Contains("Critical: src/page1334.cs:1334", text.Replace("`", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("and 1,234 more", text, StringComparison.Ordinal);
        Assert.Equal(publicUrl is not null, text.Contains($"https://patchbay.example/assets/web-shop/groups/{Key}/tickets", StringComparison.Ordinal));
        Assert.Contains("How to fix", text, StringComparison.Ordinal);
        Assert.InRange(MarkdownRenderer.Render(ticket.Body, 4_000).Length, 3_000, 4_000);
    }

    [Fact]
    public void The_same_findings_in_another_order_make_the_same_ticket_and_one_more_another()
    {
        var records = OfRule();

        var one = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, null, records);
        var shuffled = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, null, [.. records.Reverse()]);
        var more = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, null, [.. records, Record(90, At(90))]);

        Assert.Equal(one.ContentHash, shuffled.ContentHash);
        Assert.NotEqual(one.ContentHash, more.ContentHash);
    }

    [Fact]
    public void Templates_speak_of_what_all_have_in_common()
    {
        var mapping = MakeTicket.ShopMapping with { Title = "{severity} {title} {path}", Body = "Owner: {asset}\n{what}\n{details}", Fields = new Dictionary<string, string> { ["Rule"] = "{rule}" } };

        var ticket = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, null, OfRule(), mapping);

        Assert.Equal("High SQL query built from user-controlled sources: 3 findings", ticket.Title);
        Assert.Equal("cs/sql-injection", ticket.Fields["Rule"]);
        Assert.DoesNotContain(ticket.Body.Blocks, b => b is TicketBlock.Heading { Text: "How to fix" });
    }

    [Theory]
    [InlineData(FindingState.Fixed, FindingState.FalsePositive, FindingState.Fixed)]
    [InlineData(FindingState.FalsePositive, FindingState.FalsePositive, FindingState.FalsePositive)]
    [InlineData(FindingState.FalsePositive, FindingState.RiskAccepted, FindingState.Fixed)]
    [InlineData(FindingState.Fixed, FindingState.Absent, FindingState.Open)]
    public void A_ticket_is_closed_for_the_reason_that_its_findings_agree_on(FindingState one, FindingState other, FindingState expected)
    {
        var records = new[] { Record(1, At(1)) with { State = one }, Record(2, At(2)) with { State = other } };

        var ticket = Write(TicketGrouping.Rule, MakeTicket.InjectionRule, null, records);

        Assert.Equal((expected, expected == FindingState.Open), (ticket.State, ticket.IsOpen));
    }

    [Fact]
    public void A_secret_in_a_title_is_not_listed()
    {
        var finding = At(1) with { Tool = "gitleaks", Title = "Found key = \"q8Zr1Lx0pW7vT5nB3mK9\" here" };

        var ticket = Write(TicketGrouping.File, MakeTicket.InjectionRule, null, [Record(1, finding)]);

        Assert.DoesNotContain("q8Zr1Lx0pW7vT5nB3mK9", Show(ticket), StringComparison.Ordinal);
    }

    private static FindingRecord[] OfRule() =>
    [
        Record(3, At(3)), Record(1, At(1)), Record(2, At(2) with { Rating = new Rating(Severity.Medium, null, "level") }),
        Record(4, At(4)) with { State = FindingState.Fixed }, Record(5, At(5)) with { State = FindingState.RiskAccepted },
    ];

    private static Finding At(int number) => MakeTicket.Injection with
    {
        Place = new Place { Path = string.Create(CultureInfo.InvariantCulture, $"src/page{number}.cs"), Line = number },
    };

    private static FindingRecord Record(int number, Finding finding)
    {
        var record = MakeTicket.Record(finding);
        return record with
        {
            Key = number.ToString("x40", CultureInfo.InvariantCulture),
            FirstSeenAt = record.FirstSeenAt.AddDays(number),
            StateChangedAt = record.StateChangedAt.AddDays(number),
        };
    }

    private static string Show(Ticket ticket) => $"{ticket.Title}\n\n{MarkdownRenderer.Render(ticket.Body, 65_536)}\n";

    private static Ticket Write(TicketGrouping by, Rule rule, string? publicUrl, FindingRecord[] records, Mapping? mapping = null)
    {
        var group = TicketGroup.Of(records[0].Finding, by)!;
        var members = records.Select(r => GroupMember.Of(r, new Verdict(1, true, [], ["*"]), isWanted: true)).ToList();
        return new GroupWriter(new TicketSettings { PublicUrl = publicUrl })
            .Write(group, Key, members, records[0], rule, MakeTicket.Shop, mapping ?? MakeTicket.ShopMapping, "pb-000000000000");
    }
}
