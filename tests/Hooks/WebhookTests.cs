using System.Net;
using System.Text;
using System.Text.Json;
using Patchbay.Tests.Hosting;
using Patchbay.Tests.Support;
using Patchbay.Tests.Trackers.Hooks;

namespace Patchbay.Tests.Hooks;

/// <summary>The door for webhooks of the real process, alone and behind the Functions host.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Secret = "pb-hook-secret-0815";
    private const string Hub = "/api/webhooks/hub";

    private static readonly byte[] Closed = Encoding.UTF8.GetBytes(
        """{"action":"closed","issue":{"number":40},"repository":{"full_name":"acme/site"},"sender":{"login":"ann"}}""");

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_call_is_answered_in_the_same_shape_without_a_key_and_the_rest_of_the_API_still_asks_for_it()
    {
        await using var app = await ConnectedAsync();
        using var stranger = Stranger(app);

        var good = await SendAsync(stranger, Call(Closed, "d1"));
        var again = await SendAsync(stranger, Call(Closed, "d1"));
        var forged = await SendAsync(stranger, Call(Closed, "d2", "guessed"));
        var unknown = await SendAsync(stranger, Call(Closed, "d3", path: "/api/webhooks/nobody"));
        var ping = await SendAsync(stranger, Call("{}"u8.ToArray(), "d4", name: "ping"));
        var head = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Head, Hub));
        var other = await stranger.GetAsync(Hub);
        var assets = await stranger.GetAsync("/api/webhooks/../assets");

        Assert.Equal((200, "noted"), good);
        Assert.Equal((200, "repeated"), again);
        Assert.Equal((401, "refused"), forged);
        Assert.Equal((404, "unknown"), unknown);
        Assert.Equal((200, "noted"), ping);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (head.StatusCode, other.StatusCode, assets.StatusCode));
    }

    [Fact]
    public async Task The_hook_shows_how_it_stands_and_what_came_in()
    {
        await using var app = await ConnectedAsync();
        using var stranger = Stranger(app);
        await SendAsync(stranger, Call(Closed, "d1"));
        await SendAsync(stranger, Call([.. Closed, (byte)' '], "d2"));
        await SendAsync(stranger, Call(Closed, "d3", "guessed"));

        var shown = await app.GetAsync("/api/integrations/instances/hub/webhook");
        var deliveries = await app.ListAsync("/api/integrations/instances/hub/webhook/deliveries?limit=1");

        Assert.Equal("https://patchbay.example.com/api/webhooks/hub", shown.GetProperty("url").GetString());
        Assert.Equal("refusing", shown.GetProperty("state").GetString());
        Assert.Equal((2, 1), (shown.GetProperty("health").GetProperty("accepted").GetInt32(), shown.GetProperty("health").GetProperty("refused").GetInt32()));
        Assert.True(shown.GetProperty("secrets")[0].GetProperty("isSet").GetBoolean());
        Assert.Equal(["d2", "d1"], deliveries.Select(d => d.GetProperty("delivery").GetString()));
        using var folderHook = await app.Client.GetAsync("/api/integrations/instances/nobody/webhook");
        Assert.Equal(HttpStatusCode.NotFound, folderHook.StatusCode);
    }

    [Fact]
    public async Task No_secret_is_ever_told_not_even_when_everything_is_logged()
    {
        await using var app = await ConnectedAsync(
            from category in (string[])["Default", "Microsoft", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.Diagnostics"]
            select KeyValuePair.Create($"Logging:LogLevel:{category}", "Trace"));
        using var stranger = Stranger(app);
        var answers = new StringBuilder();
        foreach (var call in (HttpRequestMessage[])[Call(Closed, "d1"), Call(Closed, "d2", "guessed-S3cret"), Call(Closed, "d3", path: Hub + "?code=url-S3cret")])
        {
            using var reply = await stranger.SendAsync(call);
            answers.Append(await reply.Content.ReadAsStringAsync());
        }

        answers.Append(await app.GetAsync("/api/integrations/instances/hub/webhook")).Append(await app.GetAsync("/api/integrations/instances/hub"));
        await app.StopAsync();

        Assert.Contains("Request starting", app.Output, StringComparison.Ordinal);
        foreach (var secret in (string[])[Secret, "url-S3cret", "guessed-S3cret", "ghp_4711", HookSigning.Sha256(Closed, Secret)["sha256=".Length..]])
        {
            Assert.DoesNotContain(secret, answers + app.Output, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_25_MiB_is_refused_whether_its_length_is_told_or_not(bool tellsLength)
    {
        await using var app = await ConnectedAsync();
        using var stranger = Stranger(app);
        using var call = Call(new byte[(25 * 1024 * 1024) + 1], "d1");
        call.Headers.TransferEncodingChunked = !tellsLength;

        using var reply = await stranger.SendAsync(call);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        Assert.Equal(1, (await app.GetAsync("/api/integrations/instances/hub/webhook")).GetProperty("health").GetProperty("refused").GetInt32());
    }

    [Fact]
    public async Task The_largest_body_that_is_taken_is_judged_by_its_proof()
    {
        await using var app = await ConnectedAsync();
        using var stranger = Stranger(app);
        var body = new byte[25 * 1024 * 1024];

        Assert.Equal((200, "noted"), await SendAsync(stranger, Call(body, "d1")));
    }

    [Fact]
    public async Task Behind_the_host_bytes_and_their_proof_arrive_as_they_were_sent()
    {
        await using var cloud = await PlayedCloud.StartAsync();
        await using var host = await PlayedHost.StartAsync(cloud, folder.Path);
        using var instance = await host.PassOnAsync(HttpMethod.Put, "/api/integrations/instances/hub", Instance());
        byte[][] bodies = [Closed, [0xFF, 0xFE, 0x00, 0xC3, 0x28], Gzip(Closed), [], "\r\n{}\r\n"u8.ToArray(), [0xEF, 0xBB, 0xBF, .. Closed]];

        foreach (var body in bodies)
        {
            using var good = await host.PassOnAsync(Call(body, $"d{body.Length}", encoding: ReferenceEquals(body, bodies[2]) ? "gzip" : null));
            using var forged = await host.PassOnAsync(Call([.. body, (byte)' '], "forged", signed: body));

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (good.StatusCode, forged.StatusCode));
        }

        Assert.Equal(HttpStatusCode.Created, instance.StatusCode);
    }

    [Fact]
    public async Task Where_only_an_administrator_can_make_the_hook_a_new_secret_is_shown_once()
    {
        await using var app = await ConnectedAsync();
        await app.PutAsync(
            "/api/integrations/instances/jira",
            new { kind = "jira-cloud", url = "https://acme.atlassian.net", settings = new { email = "a@example.com" }, secrets = new { apiToken = "t" } });

        var first = await RegisterAsync(app, "jira");
        var second = await RegisterAsync(app, "jira");
        var shown = await app.GetAsync("/api/integrations/instances/jira/webhook");

        var secret = first.GetProperty("secret").GetString()!;
        Assert.True(secret.Length >= 40);
        Assert.NotEmpty(first.GetProperty("steps").EnumerateArray());
        Assert.False(second.TryGetProperty("secret", out _));
        Assert.Equal("waiting", shown.GetProperty("state").GetString());
        Assert.DoesNotContain(secret, shown.ToString() + await app.GetAsync("/api/integrations/instances/jira"), StringComparison.Ordinal);
        using var stranger = Stranger(app);
        Assert.Equal((200, "noted"), await SendAsync(stranger, Jira("{}"u8.ToArray(), secret)));
    }

    [Theory]
    [InlineData("?code=url-S3cret-of-jira", 200)]
    [InlineData("?code=another", 401)]
    [InlineData("", 401)]
    public async Task A_secret_at_the_end_of_the_URL_proves_a_call_of_Jira_Server(string query, int expected)
    {
        await using var app = await ConnectedAsync();
        await app.PutAsync(
            "/api/integrations/instances/jira",
            new { kind = "jira-server", url = "https://jira.example.com", secrets = new { token = "t", webhookSecret = "url-S3cret-of-jira" } });
        using var stranger = Stranger(app);

        var (status, _) = await SendAsync(
            stranger, new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/jira" + query) { Content = new ByteArrayContent("{}"u8.ToArray()) });

        Assert.Equal(expected, status);
    }

    private static async Task<JsonElement> RegisterAsync(PatchbayProcess app, string instance)
    {
        using var reply = await app.Client.PostAsync($"/api/integrations/instances/{instance}/webhook/register", null);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync());
    }

    private static HttpRequestMessage Jira(byte[] body, string secret)
    {
        var call = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/jira") { Content = new ByteArrayContent(body) };
        call.Headers.Add("X-Hub-Signature", HookSigning.Sha256(body, secret));
        return call;
    }

    private static byte[] Instance() => JsonSerializer.SerializeToUtf8Bytes(
        new { kind = "github", secrets = new { token = "ghp_4711", webhookSecret = Secret } });

    private static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }

    private static HttpRequestMessage Call(
        byte[] body, string delivery, string secret = Secret, string name = "issues", string path = Hub, byte[]? signed = null, string? encoding = null)
    {
        var call = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        call.Content.Headers.ContentType = new("application/json");
        if (encoding is not null)
        {
            call.Content.Headers.ContentEncoding.Add(encoding);
        }

        call.Headers.Add("X-GitHub-Event", name);
        call.Headers.Add("X-GitHub-Delivery", delivery);
        call.Headers.Add("X-Hub-Signature-256", HookSigning.Sha256(signed ?? body, secret));
        return call;
    }

    private static async Task<(int Status, string? Outcome)> SendAsync(HttpClient client, HttpRequestMessage call)
    {
        using (call)
        {
            using var reply = await client.SendAsync(call);
            var answer = JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync());
            Assert.Equal(["outcome", "detail"], answer.EnumerateObject().Select(m => m.Name));
            return ((int)reply.StatusCode, answer.GetProperty("outcome").GetString());
        }
    }

    private static HttpClient Stranger(PatchbayProcess app) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app.Client.BaseAddress };

    private async Task<PatchbayProcess> ConnectedAsync(IEnumerable<KeyValuePair<string, string>>? settings = null)
    {
        var app = await PatchbayProcess.StartAsync(
            folder.Path, [new("Patchbay:PublicUrl", "https://patchbay.example.com/"), .. settings ?? []]);
        using var content = new ByteArrayContent(Instance());
        content.Headers.ContentType = new("application/json");
        using var put = await app.Client.PutAsync("/api/integrations/instances/hub", content);
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        return app;
    }
}
