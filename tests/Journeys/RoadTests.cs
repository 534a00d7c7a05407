using System.Net;
using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>The whole road through the real process: a report goes in, tickets come out.</summary>
public sealed class RoadTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_report_becomes_one_ticket_file_for_each_serious_finding()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);

        var scan = await app.PostReportAsync("shop", Make.Sarif(3));
        var links = await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);

        Assert.Equal(3, links.Count);
        Assert.All(links, l => Assert.Equal("linked", l.GetProperty("state").GetString()));
        var keys = links.Select(l => l.GetProperty("ticket").GetProperty("key").GetString()).Order();
        Assert.Equal(Tickets().Select(Path.GetFileNameWithoutExtension).Order(), keys);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/sarif+json")]
    [InlineData("text/csv")]
    [InlineData("application/zip")]
    [InlineData("nonsense")]
    public async Task Whatever_type_the_caller_names_the_content_decides(string type)
    {
        // curl --data-binary names the first of these unless told otherwise, and most pipelines do not tell it.
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        using var body = new ByteArrayContent(Make.Sarif(1));
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        using var reply = await app.Client.PostAsync("/api/assets/shop/scans", body);

        Assert.Equal(HttpStatusCode.Accepted, reply.StatusCode);
    }

    [Fact]
    public async Task The_same_report_again_is_the_same_scan_and_changes_nothing()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        var report = Make.Sarif(3);
        var first = await app.PostReportAsync("shop", report);
        await app.SettledAsync("shop", first.GetProperty("url").GetString()!);
        var before = Tickets().ToDictionary(t => t, File.GetLastWriteTimeUtc);

        var again = await app.PostReportAsync("shop", report);
        await app.SettledAsync("shop", again.GetProperty("url").GetString()!);

        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(first.GetProperty("counts").GetRawText(), again.GetProperty("counts").GetRawText());
        Assert.Equal(before, Tickets().ToDictionary(t => t, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task A_finding_that_is_gone_from_the_next_report_closes_its_ticket_and_its_return_opens_it()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        var first = await app.PostReportAsync("shop", Make.Sarif(3));
        await app.SettledAsync("shop", first.GetProperty("url").GetString()!);

        var second = await app.PostReportAsync("shop", Make.Sarif(2));
        await SettledOpenAsync(app, second, open: 2);
        var third = await app.PostReportAsync("shop", Make.Sarif(4));
        await SettledOpenAsync(app, third, open: 4);

        Assert.Equal(1, second.GetProperty("counts").GetProperty("absent").GetInt32());
        Assert.Equal(1, third.GetProperty("counts").GetProperty("reopened").GetInt32());
        Assert.Equal(4, Tickets().Count);
    }

    [Fact]
    public async Task What_the_policies_do_not_ask_for_gets_no_ticket()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);

        var scan = await app.PostReportAsync("shop", Make.Sarif(2, securitySeverity: "5.0"));
        var links = await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);

        Assert.Empty(links);
        var findings = await app.ListAsync("/api/assets/shop/findings");
        Assert.All(findings, f => Assert.True(f.GetProperty("verdict").GetProperty("isVulnerability").GetBoolean()));
    }

    [Fact]
    public async Task A_wider_policy_reaches_findings_that_were_stored_before_it()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        var scan = await app.PostReportAsync("shop", Make.Sarif(2, securitySeverity: "5.0"));
        await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);
        object Policy(string name, string kind) => new
        {
            name,
            kind,
            match = new { severity = new[] { "critical", "high", "medium" } },
            then = new { },
        };

        await app.PutAsync("/api/policies", new { policies = new[] { Policy("all are flaws", "classify"), Policy("all get tickets", "ticket") } });

        var links = await Eventually.SeeAsync(
            () => app.ListAsync("/api/links?asset=shop&state=linked"), l => l.Count == 2, () => app.Output);
        Assert.Equal(2, links.Count);
    }

    [Fact]
    public async Task Without_the_key_the_api_answers_401_and_nothing_else()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        using var stranger = new HttpClient { BaseAddress = app.Client.BaseAddress };

        using var reply = await stranger.GetAsync("/api/assets");

        Assert.Equal(HttpStatusCode.Unauthorized, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        using var withQuery = await stranger.GetAsync($"/api/assets?code={app.Client.DefaultRequestHeaders.GetValues("x-functions-key").Single()}");
        Assert.Equal(HttpStatusCode.OK, withQuery.StatusCode);
    }

    [SkippableFact]
    public async Task The_key_and_the_data_can_be_read_by_their_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes");
        await using var app = await PatchbayProcess.StartAsync(folder.File("data"));

        var files = Directory.EnumerateFiles(folder.File("data"));

        Assert.Contains(files, f => Path.GetFileName(f) == "key");
        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(f)));
    }

    [Fact]
    public async Task An_orderly_stop_ends_with_0_and_the_next_start_knows_everything()
    {
        JsonElement scan;
        await using (var app = await PatchbayProcess.StartAsync(folder.Path))
        {
            scan = await app.PostReportAsync("shop", Make.Sarif(2));
            Assert.Equal(0, await app.StopAsync());
        }

        await using var next = await PatchbayProcess.StartAsync(folder.Path);
        var links = await next.SettledAsync("shop", scan.GetProperty("url").GetString()!);

        Assert.Equal(2, links.Count);
    }

    [Fact]
    public async Task The_demo_prints_what_became_of_each_finding_and_keeps_serving()
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path, null, "demo");

        await app.WaitForLineAsync("severity");
        var links = await Eventually.SeeAsync(
            () => app.ListAsync("/api/links?asset=web-shop&state=linked"), l => l.Count > 0, () => app.Output);
        await app.WaitForLineAsync(links[0].GetProperty("ticket").GetProperty("key").GetString()!);

        Assert.Equal(links.Count, Tickets().Count);
    }

    private async Task SettledOpenAsync(PatchbayProcess app, JsonElement scan, int open)
    {
        await app.SettledAsync("shop", scan.GetProperty("url").GetString()!);
        await Eventually.SeeAsync(
            () => Task.FromResult(Tickets().Count(t => File.ReadAllText(t).Contains("status: open", StringComparison.Ordinal))),
            n => n == open,
            () => app.Output);
    }

    private static UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);

    private IReadOnlyList<string> Tickets() =>
        Directory.Exists(folder.File("tickets")) ? Directory.GetFiles(folder.File("tickets"), "*.md", SearchOption.AllDirectories) : [];
}
