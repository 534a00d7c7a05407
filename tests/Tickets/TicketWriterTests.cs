using Patchbay.Findings;
using Patchbay.Tests.Support;
using Patchbay.Tickets;
using Patchbay.Tickets.Markdown;

namespace Patchbay.Tests.Tickets;

public sealed class TicketWriterTests
{
    [Fact]
    public void A_code_finding_reads_as_approved()
    {
        var ticket = MakeTicket.Of(MakeTicket.Injection, MakeTicket.InjectionRule, publicUrl: "https://patchbay.example/");

        var text = $"{ticket.Title}\n\n{MarkdownRenderer.Render(ticket.Body, 65_536)}\n";

        Approved.Check("tickets/code-finding.md", text);
    }

    [Fact]
    public void A_component_finding_reads_as_approved()
    {
        var finding = new Finding
        {
            Tool = "trivy",
            Rule = new Rule("CVE-2021-44228"),
            Title = "CVE-2021-44228",
            Message = "Log4j2 JNDI features do not protect against attacker-controlled LDAP endpoints.",
            Rating = new Rating(Severity.Critical, "CRITICAL", "Severity"),
            Place = new Place { Component = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0", Version = "2.14.0", FixedVersion = "2.15.0" },
            Cves = ["CVE-2021-44228", "GHSA-JFH8-C2JP-5V3Q"],
            Cwes = [20, 502],
            CvssScore = 10,
            IsExploited = true,
            References = ["https://github.com/apache/logging-log4j2/pull/608", "https://logging.apache.example/security.html"],
        };

        var ticket = MakeTicket.Of(finding);

        Approved.Check("tickets/component-finding.md", $"{ticket.Title}\n\n{MarkdownRenderer.Render(ticket.Body, 65_536)}\n");
    }

    [Theory]
    [InlineData("src/login.cs", "SQL injection", "[High] SQL injection in src/login.cs")]
    [InlineData("src/login.cs", "SQL injection in src/login.cs.", "[High] SQL injection in src/login.cs")]
    [InlineData(null, "SQL\r\n  injection", "[High] SQL injection in Login.Check")]
    public void The_title_says_how_bad_what_and_where(string? path, string title, string expected)
    {
        var finding = MakeTicket.Injection with { Title = title, Place = MakeTicket.Injection.Place with { Path = path } };

        var ticket = MakeTicket.Of(finding);

        Assert.Equal(expected, ticket.Title);
    }

    [Fact]
    public void The_hash_stands_still_while_the_ticket_says_the_same()
    {
        var ticket = MakeTicket.Of(MakeTicket.Injection, MakeTicket.InjectionRule);

        var closed = new TicketWriter(new TicketSettings()).Write(
            MakeTicket.Record(MakeTicket.Injection) with { State = FindingState.Fixed, LastScan = "later" },
            MakeTicket.InjectionRule,
            MakeTicket.Shop,
            MakeTicket.ShopMapping,
            ticket.Marker);

        Assert.Equal(ticket.ContentHash, closed.ContentHash);
        Assert.True(ticket.IsOpen);
        Assert.False(closed.IsOpen);
    }

    [Fact]
    public void The_hash_says_nothing_about_what_a_merge_decides()
    {
        var ticket = MakeTicket.Of(MakeTicket.Injection);

        var merged = ticket with { KeepsStatus = true, KeepsPriority = true, KeepsAssignee = false, Assignee = "ann", FormerLabels = ["old"] };

        Assert.Equal(TicketHash.Of(ticket), TicketHash.Of(merged));
    }

    [Fact]
    public void The_hash_changes_with_anything_the_ticket_says()
    {
        var finding = MakeTicket.Injection;

        string[] hashes =
        [
            MakeTicket.Of(finding).ContentHash,
            MakeTicket.Of(finding with { Title = "Other" }).ContentHash,
            MakeTicket.Of(finding with { Rating = finding.Rating with { Value = Severity.Critical } }).ContentHash,
            MakeTicket.Of(finding with { Place = finding.Place with { Line = 43 } }).ContentHash,
            MakeTicket.Of(finding, mapping: MakeTicket.ShopMapping with { Labels = ["other"] }).ContentHash,
            MakeTicket.Of(finding, rule: finding.Rule with { Advice = "Do." }).ContentHash,
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void A_ticket_carries_our_label_before_the_mappings()
    {
        var ticket = MakeTicket.Of(MakeTicket.Injection, mapping: MakeTicket.ShopMapping with { Labels = ["security", "Patchbay"] });

        Assert.Equal(["patchbay", "security"], ticket.Labels);
    }

    [Fact]
    public void A_found_secret_is_not_shown()
    {
        var secret = "ghp_" + new string([.. "Zx8Kq2Lm5Np7Rt9Vw1Yb3Cd6Fg4Hj0Sa".Reverse()]);
        var finding = MakeTicket.Injection with
        {
            Tool = "gitleaks",
            Title = $"Token {secret}",
            Message = $"Found {secret} here.",
            Place = new Place { Path = "src/config1/production2/settings3.py", Snippet = $"token = \"{secret}\"" },
        };

        var ticket = MakeTicket.Of(finding);

        var text = ticket.Title + MarkdownRenderer.Render(ticket.Body, 65_536);
        Assert.DoesNotContain(secret[6..], text, StringComparison.Ordinal);
        Assert.Contains("src/config1/production2/settings3.py", text, StringComparison.Ordinal);
    }
}
