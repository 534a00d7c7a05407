using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>Findings that share a ticket, through the real process.</summary>
public sealed class GroupTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Findings_of_one_rule_share_a_ticket_that_closes_with_the_last_and_opens_with_the_next()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        await GroupByAsync(app, "rule");

        await PostAsync(app, Make.Sarif(3));
        var first = await SeeAsync(app, "3 open findings", "status: open");
        await PostAsync(app, Make.Sarif(4));
        var second = await SeeAsync(app, "4 open findings", "src/page4.cs:14");
        await PostAsync(app, Make.Sarif(1));
        await SeeAsync(app, "One open finding", "✓ Critical: src/page4.cs:14, fixed", "status: open");
        await PostAsync(app, Make.Sarif(0));
        var closed = await SeeAsync(app, "No finding of the rule", "status: closed", "this was the last");
        await PostAsync(app, Make.Sarif(2));
        await SeeAsync(app, "2 open findings", "status: open", "A finding of this ticket is open");

        Assert.DoesNotContain("src/page4.cs", first, StringComparison.Ordinal);
        Assert.Contains("[Critical] SQL injection: 4 findings", second, StringComparison.Ordinal);
        Assert.DoesNotContain("status: open", closed, StringComparison.Ordinal);
        Assert.Single(Tickets());
    }

    [Fact]
    public async Task A_person_who_closes_a_shared_ticket_closes_its_findings_and_opening_it_opens_them_again()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        await GroupByAsync(app, "rule");
        await PostAsync(app, Make.Sarif(3));
        await SeeAsync(app, "3 open findings", "status: open");

        await SetAsync("open", "closed");
        await SeeStatesAsync(app, "fixed");
        await SeeAsync(app, "No finding of the rule", "status: closed");
        await SetAsync("closed", "open");
        await SeeStatesAsync(app, "open");

        var text = await SeeAsync(app, "3 open findings", "status: open");
        Assert.DoesNotContain("fixed", text, StringComparison.Ordinal);
        Assert.Empty(await app.ListAsync("/api/pushes/drift"));
    }

    [Fact]
    public async Task Each_finding_of_a_group_shows_the_link_of_the_group_and_the_link_its_findings()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        await GroupByAsync(app, "rule");
        await PostAsync(app, Make.Sarif(5));
        await SeeAsync(app, "5 open findings");

        var link = Assert.Single(await app.ListAsync("/api/links?asset=shop"));
        var findings = await app.ListAsync("/api/assets/shop/findings");
        var key = findings[0].GetProperty("key").GetString();
        var own = await app.GetAsync($"/api/links/shop/{key}/tickets");
        var why = await app.GetAsync($"/api/assets/shop/findings/{key}/why");
        var members = await app.ListAsync($"/api/links/shop/{key}/tickets/members?limit=2");
        var preview = await app.GetAsync($"/api/integrations/mappings/tickets/preview?asset=shop&findingKey={key}");

        var group = link.GetProperty("findingKey").GetString();
        Assert.Equal(link.GetProperty("ticket").GetRawText(), own.GetProperty("ticket").GetRawText());
        Assert.Equal(group, own.GetProperty("groupKey").GetString());
        Assert.Equal("web/sql-injection", link.GetProperty("group").GetProperty("value").GetString());
        Assert.Equal(group, Assert.Single(why.GetProperty("shared").EnumerateArray()).GetProperty("groupKey").GetString());
        Assert.Equal(findings.Select(KeyOf), members.Select(m => m.GetProperty("findingKey").GetString()).Order());
        Assert.Contains("5 open findings", preview.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal(5, (await app.ListAsync("/api/links?asset=shop&state=grouped")).Count);
    }

    private async Task SetAsync(string from, string to)
    {
        var file = Assert.Single(Tickets());
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace($"status: {from}", $"status: {to}", StringComparison.Ordinal));
    }

    private static Task SeeStatesAsync(PatchbayProcess app, string state) => Eventually.SeeAsync(
        async () => await app.ListAsync("/api/assets/shop/findings"),
        findings => findings.All(f => f.GetProperty("state").GetString() == state),
        () => app.Output,
        TimeSpan.FromSeconds(20));

    private static string? KeyOf(JsonElement finding) => finding.GetProperty("key").GetString();

    private static Task GroupByAsync(PatchbayProcess app, string groupBy) => app.PutAsync("/api/policies", new
    {
        policies = new object[]
        {
            new { name = "all are flaws", kind = "classify", match = new { severity = "all" } },
            new { name = "all get tickets", kind = "ticket", match = new { severity = "all" }, then = new { groupBy } },
        },
    });

    private static async Task PostAsync(PatchbayProcess app, byte[] report)
    {
        var scan = await app.PostReportAsync("shop", report);
        await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);
    }

    private Task<string> SeeAsync(PatchbayProcess app, params string[] parts) => Eventually.SeeAsync(
        () => Task.FromResult(string.Concat(Tickets().Select(File.ReadAllText))),
        text => parts.All(p => text.Contains(p, StringComparison.Ordinal)),
        () => app.Output,
        TimeSpan.FromSeconds(20));

    private IReadOnlyList<string> Tickets() =>
        Directory.Exists(folder.File("tickets")) ? Directory.GetFiles(folder.File("tickets"), "*.md", SearchOption.AllDirectories) : [];
}
