using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Tickets;

namespace Patchbay.Tests.Tickets;

/// <summary>Findings and tickets for tests about texts and trackers.</summary>
public static class MakeTicket
{
    public static Asset Shop { get; } = new("web-shop", "Web shop");

    public static Mapping ShopMapping { get; } = new("tickets", "folder", "shop") { Labels = ["security"] };

    public static Finding Injection { get; } = new()
    {
        Tool = "codeql",
        Rule = new Rule("cs/sql-injection")
        {
            Name = "SQL query built from user-controlled sources",
            HelpUrl = "https://codeql.example/cs/sql-injection",
        },
        Title = "SQL injection",
        Message = "This query depends on a user-provided value.",
        Rating = new Rating(Severity.High, "8.8", "security-severity"),
        Place = new Place
        {
            Path = "src/login.cs",
            Line = 42,
            EndLine = 44,
            Symbol = "Login.Check",
            Snippet = "var sql = \"select * from users where name = '\" + name + \"'\";\nusing var command = new SqlCommand(sql);",
        },
        Cwes = [89],
        CvssScore = 8.8,
        CvssVector = "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H",
        References = ["https://owasp.example/sql-injection"],
    };

    public static Rule InjectionRule { get; } = Injection.Rule with
    {
        Description = """
            Building a query from user input lets an attacker change what it does.

            ## Example
            ```csharp
            var q = "..." + input;
            ```
            * reads every row
            * deletes them
            """,
        Advice = "Use a parameter: `command.Parameters.AddWithValue(\"@name\", name)`.",
    };

    public static FindingRecord Record(Finding finding) => new()
    {
        Asset = Shop.Slug,
        Key = "00112233445566778899aabbccddeeff00112233",
        Scope = new Scope("sarif", "main", null),
        Finding = finding,
        RuleHash = "rule",
        State = FindingState.Open,
        FirstSeenAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero),
        StateChangedAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero),
        FirstScan = "scan",
        LastScan = "scan",
    };

    public static Ticket Of(Finding finding, Rule? rule = null, Mapping? mapping = null, string? publicUrl = null) =>
        Write(new TicketSettings { PublicUrl = publicUrl }, Record(finding), rule ?? finding.Rule, mapping ?? ShopMapping);

    /// <summary>A ticket like any other, with a marker of its own.</summary>
    public static Ticket Another(string title = "SQL injection")
    {
        var record = Record(Injection with { Title = title }) with { Key = Guid.NewGuid().ToString("N") + "00000000" };
        return Write(new TicketSettings(), record, InjectionRule, ShopMapping);
    }

    private static Ticket Write(TicketSettings settings, FindingRecord record, Rule rule, Mapping mapping) =>
        new TicketWriter(settings).Write(record, rule, Shop, mapping, TicketMarker.For(record.Asset, record.Key, mapping.Name));
}
