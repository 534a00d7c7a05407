using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Journeys;

/// <summary>What is wrong is refused with a problem document that says what to change, and leaves nothing behind.</summary>
public sealed class BadInputTests(RunningPatchbay running) : IClassFixture<RunningPatchbay>
{
    private static readonly byte[] Good = Make.Sarif(3);

    public static TheoryData<string, byte[], string, HttpStatusCode, string> BadReports => new()
    {
        { "empty", [], "", HttpStatusCode.BadRequest, "empty" },
        { "blank", "  \n"u8.ToArray(), "", HttpStatusCode.BadRequest, "empty" },
        { "not a report", "hello"u8.ToArray(), "", HttpStatusCode.BadRequest, "sarif" },
        { "an error page", "<html><body>502</body></html>"u8.ToArray(), "", HttpStatusCode.BadRequest, "sarif" },
        { "truncated", Good[..(Good.Length / 2)], "", HttpStatusCode.BadRequest, "end" },
        { "one byte short", Good[..^1], "", HttpStatusCode.BadRequest, "end" },
        { "another version", """{"version":"1.0.0","runs":[]}"""u8.ToArray(), "?scanner=sarif", HttpStatusCode.BadRequest, "2.1" },
        { "another format than named", """{"findings":[{"title":"x","severity":"low"}]}"""u8.ToArray(), "?scanner=sarif", HttpStatusCode.BadRequest, "runs" },
        { "an unknown scanner", Good, "?scanner=nosuch", HttpStatusCode.BadRequest, "nosuch" },
        { "bad gzip", [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "", HttpStatusCode.BadRequest, "gzip" },
        { "truncated gzip", Gzip(Good)[..^20], "", HttpStatusCode.BadRequest, "gzip" },
        { "too large", Make.Sarif(3_000), "", HttpStatusCode.RequestEntityTooLarge, "1" },
        { "too large once unpacked", Gzip(Make.Sarif(3_000)), "", HttpStatusCode.RequestEntityTooLarge, "1" },
    };

    [Theory]
    [MemberData(nameof(BadReports))]
    public async Task A_bad_report_is_refused_with_a_reason_and_leaves_nothing(
        string what, byte[] body, string query, HttpStatusCode status, string says)
    {
        var asset = "bad-" + string.Concat(what.Where(char.IsAsciiLetterLower));
        using var content = new ByteArrayContent(body);

        using var reply = await running.App.Client.PostAsync($"/api/assets/{asset}/scans{query}", content);

        var problem = await ProblemAsync(reply, status);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
        using var findings = await running.App.Client.GetAsync($"/api/assets/{asset}/findings");
        Assert.True(findings.StatusCode == HttpStatusCode.NotFound || (await findings.Content.ReadAsStringAsync()).Contains("\"items\":[]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gzip by its first bytes", false)]
    [InlineData("gzip by its header", true)]
    public async Task A_packed_report_is_read_like_a_plain_one(string how, bool isNamed)
    {
        using var content = new ByteArrayContent(Gzip(Make.Sarif(2)));
        if (isNamed)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        using var reply = await running.App.Client.PostAsync($"/api/assets/packed-{how.Length}/scans", content);

        Assert.Equal(HttpStatusCode.Accepted, reply.StatusCode);
        var scan = await reply.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(2, scan.GetProperty("counts").GetProperty("new").GetInt32());
    }

    [Fact]
    public async Task An_answer_holds_what_the_pipeline_needs()
    {
        var scan = await running.App.PostReportAsync("answers", Make.Sarif(4), "?branch=main");

        Assert.Equal("answers", scan.GetProperty("asset").GetString());
        Assert.Equal("sarif", scan.GetProperty("scanner").GetString());
        var counts = scan.GetProperty("counts").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt32());
        string[] names = ["absent", "duplicates", "ignored", "new", "read", "reopened", "seen", "suppressed", "total"];
        Assert.Equal(names, counts.Keys.Order());
        Assert.Equal(counts["read"], counts["suppressed"] + counts["duplicates"] + counts["total"]);
        var stored = await running.App.GetAsync(scan.GetProperty("url").GetString()!);
        Assert.Equal(scan.GetProperty("id").GetString(), stored.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("/api/assets/Not%20A%20Slug/scans")]
    [InlineData("/api/assets/..%2Fetc/scans")]
    public async Task A_name_that_is_no_slug_is_refused(string path)
    {
        using var content = new ByteArrayContent(Good);

        using var reply = await running.App.Client.PostAsync(path, content);

        await ProblemAsync(reply, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/api/nowhere")]
    [InlineData("/api/assets/nobody")]
    [InlineData("/api/assets/nobody/findings")]
    [InlineData("/api/assets/nobody/scans/none")]
    [InlineData("/api/links?asset=nobody")]
    [InlineData("/api/integrations/instances/nobody")]
    public async Task What_is_not_there_is_answered_404(string path)
    {
        using var reply = await running.App.Client.GetAsync(path);

        await ProblemAsync(reply, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_policy_with_mistakes_is_refused_with_all_of_them_and_changes_nothing()
    {
        var before = await running.App.GetAsync("/api/policies");

        using var reply = await running.App.Client.PutAsJsonAsync("/api/policies", new
        {
            policies = new object[]
            {
                new { name = "a", kind = "classify", match = new { severity = new[] { "hihg" } }, then = new { } },
                new { name = "b", kind = "tciket", match = new { severity = Array.Empty<string>() }, then = new { } },
            },
        });

        var problem = await ProblemAsync(reply, HttpStatusCode.BadRequest);
        var paths = problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("path").GetString()!).ToList();
        Assert.Contains(paths, p => p.StartsWith("$.policies[0].match.severity", StringComparison.Ordinal));
        Assert.Contains(paths, p => p.StartsWith("$.policies[1]", StringComparison.Ordinal));
        Assert.Equal(before.GetRawText(), (await running.App.GetAsync("/api/policies")).GetRawText());
    }

    [Fact]
    public async Task A_stale_tag_is_answered_412()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/policies");
        request.Content = JsonContent.Create(new { policies = Array.Empty<object>() });
        request.Headers.IfMatch.ParseAdd("\"long-gone\"");

        using var reply = await running.App.Client.SendAsync(request);

        await ProblemAsync(reply, HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task The_api_describes_every_path_it_answers()
    {
        var description = await running.App.GetAsync("/api/openapi.json");

        var paths = description.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.StartsWith("3.", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        string[] expected =
        [
            "/api/assets/{asset}/scans", "/api/assets/{asset}/scans/{id}", "/api/assets/{asset}/findings", "/api/links", "/api/policies",
            "/api/policies/schema", "/api/integrations/instances/{name}", "/api/integrations/mappings/{name}", "/api/integrations/assignments/{name}",
        ];
        Assert.All(expected, e => Assert.Contains(e, paths));
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage reply, HttpStatusCode status)
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == status, $"{(int)reply.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
        return problem;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
