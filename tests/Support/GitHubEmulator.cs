using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patchbay.Tests.Support;

/// <summary>
/// The GitHub emulator (npm <c>emulate</c>): keeps state, checks Apps' signatures. It knows no bad tokens, limits, deleted or moved
/// issues; a <see cref="FaultProxy"/> in front of it plays those.
/// </summary>
public sealed class GitHubEmulator : IAsyncDisposable
{
    /// <summary>The organisation that owns all repositories.</summary>
    public const string Owner = "acme";

    /// <summary>Id of the App that is installed for <see cref="Owner"/>; its key is <see cref="PrivateKey"/>.</summary>
    public const int AppId = 4711;

    /// <summary>Id of the App's installation.</summary>
    public const int InstallationId = 815;

    /// <summary>What the App is called as an author.</summary>
    public const string Bot = "patchbay-test[bot]";

    /// <summary>A person who may do everything in every repository.</summary>
    public const string Person = "ann";

    private static readonly Lazy<Task<GitHubEmulator>> Shared = new(StartAsync);

    private readonly BackgroundProcess process;
    private readonly HttpClient http;
    private readonly RSA key;

    private GitHubEmulator(BackgroundProcess process, Uri address, RSA key)
    {
        this.process = process;
        this.key = key;
        Address = address;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", NewToken());
        http.DefaultRequestHeaders.UserAgent.ParseAdd("patchbay-tests");
    }

    /// <summary>Where it listens, as <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The App's key, PKCS#1.</summary>
    public string PrivateKey => key.ExportRSAPrivateKeyPem();

    /// <summary>The App's key, PKCS#8.</summary>
    public string PrivateKeyPkcs8 => key.ExportPkcs8PrivateKeyPem();

    /// <summary>One for all tests of a run, each of which makes a repository of its own. Skips the test, visibly, without Node.</summary>
    public static Task<GitHubEmulator> SharedAsync()
    {
        NodeTool.RequireNode();
        return Shared.Value;
    }

    /// <summary>One of its own, for a test that ends it or lives longer than a moment.</summary>
    public static async Task<GitHubEmulator> StartAsync()
    {
        var key = RSA.Create(2048);
        var port = Loopback.FreePort();
        var seed = Path.Combine(Path.GetTempPath(), $"patchbay-github-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(seed, Seed(key.ExportRSAPrivateKeyPem()).ToJsonString());
        var process = await NodeTool.StartAsync(
            "emulate", "emulate", ["start", "--service", "github", "--port", $"{port}", "--seed", seed, "--base-url", $"http://127.0.0.1:{port}"]);
        var address = new Uri($"http://127.0.0.1:{port}/");
        await process.WaitForHttpAsync(address);
        File.Delete(seed);
        return new GitHubEmulator(process, address, key);
    }

    /// <summary>A token that acts as <see cref="Person"/>. Each is counted against limits of its own.</summary>
    public static string NewToken() => $"ghp_{Guid.NewGuid():N}";

    /// <summary>Makes an empty repository.</summary>
    /// <returns>Its name with the owner's: <c>acme/r1f3…</c>.</returns>
    public async Task<string> NewRepositoryAsync()
    {
        var name = $"r{Guid.NewGuid():N}";
        await SendAsync(HttpMethod.Post, $"orgs/{Owner}/repos", new { name });
        return $"{Owner}/{name}";
    }

    /// <summary>All issues of a repository, open and closed, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> IssuesAsync(string repository)
    {
        var issues = new List<JsonElement>();
        for (var page = 1; issues.Count == (page - 1) * 100; page++)
        {
            var more = await SendAsync(HttpMethod.Get, $"repos/{repository}/issues?state=all&direction=asc&per_page=100&page={page}", null);
            issues.AddRange(more.EnumerateArray());
        }

        return issues;
    }

    /// <summary>Does as <see cref="Person"/> what no method here does.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        key.Dispose();
        await process.DisposeAsync();
    }

    private static JsonObject Seed(string privateKey) => new()
    {
        ["github"] = new JsonObject
        {
            // Unknown tokens act as the first user.
            ["users"] = new JsonArray(new JsonObject { ["login"] = Person }, new JsonObject { ["login"] = "bob" }),
            ["orgs"] = new JsonArray(new JsonObject
            {
                ["login"] = Owner,
                ["members"] = new JsonArray(new JsonObject { ["login"] = Person, ["role"] = "admin" }),
            }),
            ["repos"] = new JsonArray(),
            ["apps"] = new JsonArray(new JsonObject
            {
                ["app_id"] = AppId,
                ["slug"] = Bot[..^"[bot]".Length],
                ["name"] = "Patchbay test",
                ["private_key"] = privateKey,
                ["permissions"] = new JsonObject { ["issues"] = "write", ["metadata"] = "read" },
                ["installations"] = new JsonArray(new JsonObject
                {
                    ["installation_id"] = InstallationId,
                    ["account"] = Owner,
                    ["repository_selection"] = "all",
                    ["permissions"] = new JsonObject { ["issues"] = "write", ["metadata"] = "read" },
                }),
            }),
        },
    };
}
