using System.Net;
using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Findings;

/// <summary>Scans and findings over HTTP.</summary>
public sealed class FindingRouteTests : IAsyncLifetime
{
    private FindingApi api = null!;

    public async Task InitializeAsync() => api = await FindingApi.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_report_is_answered_with_counts_and_where_the_scan_is()
    {
        using var content = new ByteArrayContent(Make.Sarif(3));

        using var reply = await api.Http.PostAsync("/api/assets/shop/scans?branch=main&commit=abc", content);

        var answer = await FindingApi.ReadAsync(reply, HttpStatusCode.Accepted);
        Assert.Equal(("shop", "sarif", 3), (answer.GetProperty("asset").GetString(), answer.GetProperty("scanner").GetString(), answer.GetProperty("counts").GetProperty("new").GetInt32()));
        Assert.Equal(answer.GetProperty("url").GetString(), reply.Headers.Location!.OriginalString);
        var shown = await api.GetAsync(reply.Headers.Location.OriginalString);
        Assert.Equal(("main", "abc"), (shown.GetProperty("branch").GetString(), shown.GetProperty("commit").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?scanner=sarif")]
    public async Task The_same_report_again_gets_the_same_answer(string query)
    {
        var first = await api.PostScanAsync(Make.Sarif(3), query);

        var second = await api.PostScanAsync(Make.Sarif(3), query);

        Assert.Equal(first.GetRawText(), second.GetRawText());
    }

    [Fact]
    public async Task A_report_may_come_as_the_file_of_a_form()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a note"), "note" },
            { new ByteArrayContent(Make.Sarif(2)), "report", "report.sarif" },
        };

        using var reply = await api.Http.PostAsync("/api/assets/shop/scans", form);

        var answer = await FindingApi.ReadAsync(reply, HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("counts").GetProperty("new").GetInt32());
    }

    [Fact]
    public async Task A_form_without_a_file_is_refused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("a note"), "note" } };

        using var reply = await api.Http.PostAsync("/api/assets/shop/scans", form);

        var problem = await FindingApi.ReadAsync(reply, HttpStatusCode.BadRequest);
        Assert.Contains("file", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_cut_off_stores_nothing()
    {
        using var form = new MultipartFormDataContent("edge") { { new ByteArrayContent(Make.Sarif(2)), "report", "report.sarif" } };
        var bytes = await form.ReadAsByteArrayAsync();
        using var cut = new ByteArrayContent(bytes[..^200]);
        cut.Headers.ContentType = form.Headers.ContentType;

        using var reply = await api.Http.PostAsync("/api/assets/shop/scans", cut);

        await FindingApi.ReadAsync(reply, HttpStatusCode.BadRequest);
        await api.GetAsync("/api/assets/shop", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_pages_of_a_list_hold_every_finding_once()
    {
        await api.PostScanAsync(Make.Sarif(50));

        var keys = new List<string>();
        string? next = "/api/assets/shop/findings?limit=7&state=open&severity=critical&scanner=sarif";
        while (next is not null)
        {
            var page = await api.GetAsync(next);
            keys.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("key").GetString()!));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        Assert.Equal(50, keys.Count);
        Assert.Equal(50, keys.Distinct().Count());
    }

    [Fact]
    public async Task Scans_are_listed_newest_first_page_by_page()
    {
        var ids = new List<string?>();
        for (var i = 1; i <= 3; i++)
        {
            ids.Insert(0, (await api.PostScanAsync(Make.Sarif(i))).GetProperty("id").GetString());
        }

        var first = await api.GetAsync("/api/assets/shop/scans?limit=2");
        var second = await api.GetAsync(first.GetProperty("next").GetString()!);

        var listed = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray());
        Assert.Equal(ids.Order(), listed.Select(s => s.GetProperty("id").GetString()).Order());
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task A_finding_is_shown_with_its_rules_texts()
    {
        await api.PostScanAsync(Make.Sarif(1));
        var key = await FirstKeyAsync();

        var finding = await api.GetAsync($"/api/assets/shop/findings/{key}");

        Assert.Equal("User input becomes part of a statement.", finding.GetProperty("rule").GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_decision_is_kept_and_told_with_who_made_it()
    {
        await api.PostScanAsync(Make.Sarif(1));
        var path = $"/api/assets/shop/findings/{await FirstKeyAsync()}";

        var decided = await api.SendAsync(HttpMethod.Post, path + "/state", new { state = "false-positive", reason = "only a test" }, HttpStatusCode.OK);

        Assert.Equal("false-positive", decided.GetProperty("state").GetString());
        Assert.Equal("only a test", (await api.GetAsync(path)).GetProperty("stateReason").GetString());
        var entry = Assert.Single((await api.GetAsync(path + "/history")).GetProperty("items").EnumerateArray());
        Assert.Equal(("api", "only a test"), (entry.GetProperty("who").GetString(), entry.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task What_is_said_about_a_finding_is_listed_in_pages_and_nothing_is_no_comment()
    {
        await api.PostScanAsync(Make.Sarif(1));
        var path = $"/api/assets/shop/findings/{await FirstKeyAsync()}/comments";

        var said = await api.SendAsync(HttpMethod.Post, path, new { text = " Who looks at this? " }, HttpStatusCode.Created);
        await api.SendAsync(HttpMethod.Post, path, new { text = "I do." }, HttpStatusCode.Created);
        var empty = await api.SendAsync(HttpMethod.Post, path, new { text = " " }, HttpStatusCode.BadRequest);
        await api.SendAsync(HttpMethod.Post, "/api/assets/shop/findings/nothing/comments", new { text = "Hello?" }, HttpStatusCode.NotFound);
        var first = await api.GetAsync(path + "?limit=1");
        var second = await api.GetAsync(first.GetProperty("next").GetString()!);

        var shown = new[] { first, second }.SelectMany(page => page.GetProperty("items").EnumerateArray()).ToList();
        Assert.Equal(["Who looks at this?", "I do."], shown.Select(c => c.GetProperty("text").GetString()).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(("api", "person"), (said.GetProperty("author").GetString(), said.GetProperty("origin").GetString()));
        Assert.Equal("text must have 1 to 10000 characters, not 0.", empty.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("""{"reason":"r"}""")]
    [InlineData("""{"state":"nonsense","reason":"r"}""")]
    [InlineData("""{"state":"false-positive"}""")]
    [InlineData("""{"state":"ignored","reason":"r"}""")]
    [InlineData("""{"state":"open","reason":"r","until":"2030-01-01T00:00:00Z"}""")]
    [InlineData("nonsense")]
    public async Task A_decision_that_cannot_be_kept_is_refused(string body)
    {
        await api.PostScanAsync(Make.Sarif(1));
        using var content = new StringContent(body, null, "application/json");

        using var reply = await api.Http.PostAsync($"/api/assets/shop/findings/{await FirstKeyAsync()}/state", content);

        await FindingApi.ReadAsync(reply, HttpStatusCode.BadRequest);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/api/assets/nosuch/findings")]
    [InlineData("/api/assets/nosuch/scans")]
    [InlineData("/api/assets/Not-A-Slug/findings")]
    [InlineData("/api/assets/shop/scans/00")]
    [InlineData("/api/assets/shop/findings/00")]
    [InlineData("/api/assets/shop/findings/00/history")]
    [InlineData("/api/assets/nosuch/history")]
    public async Task What_is_not_there_is_missing(string path)
    {
        await api.PostScanAsync(Make.Sarif(1));

        var problem = await api.GetAsync(path, HttpStatusCode.NotFound);

        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?state=nonsense")]
    [InlineData("?severity=nonsense")]
    [InlineData("?after=nonsense")]
    public async Task A_list_that_cannot_be_meant_is_refused(string query)
    {
        await api.PostScanAsync(Make.Sarif(1));

        var problem = await api.GetAsync("/api/assets/shop/findings" + query, HttpStatusCode.BadRequest);

        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private async Task<string> FirstKeyAsync()
    {
        JsonElement page = await api.GetAsync("/api/assets/shop/findings");
        return page.GetProperty("items")[0].GetProperty("key").GetString()!;
    }
}
