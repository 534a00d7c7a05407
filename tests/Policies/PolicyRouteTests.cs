using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patchbay.Api;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Outbox;
using Patchbay.Policies;
using Patchbay.Policies.Reading;
using Patchbay.Storage;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Outbox;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Policies;

/// <summary>The routes over real HTTP, without the rest of the app.</summary>
public sealed class PolicyRouteTests : IAsyncLifetime
{
    private const string Strict = """{"policies": [{"name": "strict", "kind": "classify", "match": {"severity": "all"}}]}""";

    private readonly MemoryStore store = new();
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(o => StoredJson.Apply(o.SerializerOptions));
        builder.Services.AddSingleton<IStore>(store).AddSingleton<TimeProvider>(new FakeTime()).AddSingleton<IQueue>(new FakeQueue());
        builder.Services.AddSingleton<Patchbay.Outbox.Outbox>().AddSingleton<PolicyBook>().AddSingleton<AssetBook>().AddSingleton<FindingBook>().AddSingleton<LinkMap>();
        builder.Services.AddSingleton(new IntegrationBook(store, new MemorySecrets(), new IntegrationRules((_, _) => []), new FakeTime()));
        app = builder.Build();
        app.UseRouting();
        PolicyRoutes.Map(app);
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task The_policies_are_shown_with_their_version_as_tag()
    {
        using var reply = await http.GetAsync("/api/policies");

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("\"1\"", reply.Headers.ETag?.Tag);
        Assert.Equal("application/json", reply.Content.Headers.ContentType?.MediaType);
        var document = await reply.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, document.GetProperty("version").GetInt32());
        Assert.Equal(2, document.GetProperty("policies").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/policies?format=yaml", null, "application/yaml")]
    [InlineData("/api/policies", "application/yaml", "application/yaml")]
    [InlineData("/api/policies", "text/html, text/yaml;q=0.9, */*;q=0.1", "application/yaml")]
    [InlineData("/api/policies", "application/yaml;q=0.5, application/json", "application/json")]
    [InlineData("/api/policies", "*/*", "application/json")]
    [InlineData("/api/policies?format=json", "application/yaml", "application/json")]
    [InlineData("/api/policies/versions/1", "application/yaml", "application/yaml")]
    public async Task The_policies_are_shown_in_the_format_that_is_asked_for(string path, string? accept, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var reply = await http.SendAsync(request);

        Assert.Equal(expected, reply.Content.Headers.ContentType?.MediaType);
        Assert.Empty(Document.Mistakes(await reply.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/api/policies?format=xml", HttpStatusCode.BadRequest)]
    [InlineData("/api/policies/versions?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/policies/versions/2", HttpStatusCode.NotFound)]
    [InlineData("/api/policies/versions/0", HttpStatusCode.NotFound)]
    [InlineData("/api/assets/nobody/findings/0123456789abcdef0123456789abcdef01234567/why", HttpStatusCode.NotFound)]
    [InlineData("/api/assets/Bad%20Name/findings/x/why", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_answered_by_a_problem(string path, HttpStatusCode expected)
    {
        using var reply = await http.GetAsync(path);

        Assert.Equal(expected, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_reader_who_has_the_version_gets_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/policies");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"1\""));

        using var reply = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, reply.StatusCode);
        Assert.Equal("\"1\"", reply.Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData("application/json", Strict)]
    [InlineData("application/yaml", "policies: [{name: strict, kind: classify, match: {severity: all}}]")]
    [InlineData("text/yaml; charset=utf-8", "policies: [{name: strict, kind: classify, match: {severity: all}}]")]
    [InlineData("text/plain", "policies: [{name: strict, kind: classify, match: {severity: all}}]")]
    [InlineData("text/plain", Strict)]
    [InlineData("application/x-www-form-urlencoded", Strict)]
    [InlineData(null, Strict)]
    public async Task Policies_are_changed_by_JSON_and_by_YAML(string? type, string text)
    {
        using var reply = await PutAsync(text, type);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("\"2\"", reply.Headers.ETag?.Tag);
        var body = await reply.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("""{"version":2,"changedAt":"2026-03-02T10:00:00+00:00","changed":true,"warnings":[]}""", body.GetRawText());
        Assert.Contains("strict", await http.GetStringAsync("/api/policies"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back_and_changes_nothing()
    {
        var text = await http.GetStringAsync("/api/policies?format=yaml");

        using var reply = await PutAsync(text, "application/yaml");

        Assert.Equal("\"1\"", reply.Headers.ETag?.Tag);
        Assert.False((await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("changed").GetBoolean());
    }

    [Theory]
    [InlineData("\"1\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"7\"", HttpStatusCode.PreconditionFailed)]
    public async Task A_change_may_be_bound_to_the_version_it_was_made_from(string ifMatch, HttpStatusCode expected)
    {
        using var reply = await PutAsync(Strict, "application/json", ifMatch);

        Assert.Equal(expected, reply.StatusCode);
    }

    [Fact]
    public async Task All_mistakes_are_answered_at_once_with_their_paths_and_nothing_changes()
    {
        using var reply = await PutAsync(
            """{"policies": [{"name": "x", "kind": "classify", "match": {"severity": ["hihg"], "pth": "a"}}]}""", "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        var errors = (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray();
        Assert.Equal(
            ["$.policies[0].match.pth", "$.policies[0].match.severity[0]"],
            errors.Select(e => e.GetProperty("path").GetString()).Order());
        Assert.Equal(0, store.Writes);
    }

    [Theory]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("<policies/>", "application/xml", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("{", "nonsense", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_that_is_no_document_is_refused(string text, string type, HttpStatusCode expected)
    {
        using var reply = await PutAsync(text, type);

        Assert.Equal(expected, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var reply = await PutAsync(new string(' ', PolicyReader.Bytes + 1), "application/json");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Fact]
    public async Task What_does_nothing_yet_is_said_in_the_answer()
    {
        using var reply = await PutAsync(
            """
            policies:
              - { name: mail, kind: alert, match: { severity: all }, then: { emails: a@example.com } }
              - name: tickets
                kind: ticket
                match: { path: "*.js", ageDays: { atLeast: 3 } }
                then: { mapping: nowhere, groupBy: rule, blocker: true, emails: a@example.com }
            """,
            "application/yaml");

        var warnings = (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("warnings").EnumerateArray();
        Assert.Equal(
            [
                "ticket policies act on vulnerabilities only, and no enabled classify policy makes one",
                "policy \"mail\": alert policies are kept but do nothing yet",
                "policy \"tickets\": blocker is kept but does nothing yet",
                "policy \"tickets\": emails are kept but none is sent yet",
                "policy \"tickets\": ageDays is looked at only when a finding is judged: when a scan changes it or the policies change",
                "policy \"tickets\": the path \"*.js\" means files in the topmost folder only; \"**/*.js\" means any folder",
                "policy \"tickets\": there is no mapping \"nowhere\"; it makes no tickets until there is",
            ],
            warnings.Select(w => w.GetString()));
    }

    [Fact]
    public async Task Versions_are_listed_newest_first_in_pages()
    {
        (await PutAsync(Strict, null)).Dispose();
        (await PutAsync("policies: []", null)).Dispose();

        var first = await http.GetFromJsonAsync<JsonElement>("/api/policies/versions?limit=2");
        var second = await http.GetFromJsonAsync<JsonElement>(first.GetProperty("next").GetString());

        Assert.Equal([(3, 0), (2, 1)], Versions(first));
        Assert.Equal([(1, 2)], Versions(second));
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task The_schema_is_served_as_one()
    {
        using var reply = await http.GetAsync("/api/policies/schema");

        Assert.Equal("application/schema+json", reply.Content.Headers.ContentType?.MediaType);
        var schema = await reply.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
    }

    [Fact]
    public async Task A_finding_tells_why()
    {
        await app.Services.GetRequiredService<AssetBook>().EnsureAsync("web-shop", CancellationToken.None);
        var record = Subject.Make(Severity.Medium).Record with { Verdict = new Verdict(1, true, ["old"], []) };
        await store.CommitAsync(
            FindingBook.PartitionOf(record.Asset, record.Key),
            [new Change.Add(FindingBook.KeyPrefix + record.Key, StoredJson.Write(record))],
            CancellationToken.None);

        var why = await http.GetStringAsync($"/api/assets/web-shop/findings/{record.Key}/why");

        Assert.Equal(
            """
            {"asset":"web-shop","key":"0123456789abcdef0123456789abcdef01234567","state":"open",
            "verdict":{"policyVersion":1,"isVulnerability":true,"policies":["medium and above are vulnerabilities"],"mappings":[]},
            "stored":{"policyVersion":1,"isVulnerability":true,"policies":["old"],"mappings":[]},
            "outcomes":[{"policy":"medium and above are vulnerabilities","applied":true},
            {"policy":"tickets for critical and high","applied":false,"failed":"severity: critical, high","saw":"medium"}],"shared":[]}
            """.ReplaceLineEndings(""),
            why);
    }

    private static IEnumerable<(int, int)> Versions(JsonElement page) => page.GetProperty("items").EnumerateArray()
        .Select(v => (v.GetProperty("version").GetInt32(), v.GetProperty("policies").GetInt32()));

    private async Task<HttpResponseMessage> PutAsync(string text, string? type, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/policies");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await http.SendAsync(request);
    }
}
