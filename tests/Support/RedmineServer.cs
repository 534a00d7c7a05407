using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Patchbay.Tests.Support;

/// <summary>
/// The real Redmine of the Debian packages, with a database and a folder of its own below the temporary one, so that runs do not disturb
/// one another or a Redmine that is installed for use. It needs no rights; <c>.ci/run</c> installs the packages where it can.
/// </summary>
public sealed class RedmineServer : IAsyncDisposable
{
    /// <summary>Roles that a project's member can have.</summary>
    public static class Role
    {
        /// <summary>May move an issue from any status to any other.</summary>
        public const string Manager = "Manager";

        /// <summary>May close but not reopen.</summary>
        public const string Developer = "Developer";

        /// <summary>Must go New, In Progress, Resolved, Closed; and back by Feedback.</summary>
        public const string Stepper = "Stepper";
    }

    private const string Home = "/usr/share/redmine";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<RedmineServer>> Shared = new(StartAsync);

    private readonly BackgroundProcess process;
    private readonly TempFolder folder;
    private readonly HttpClient http;
    private readonly string adminKey;

    private RedmineServer(BackgroundProcess process, TempFolder folder, Uri address, string adminKey, string key)
    {
        this.process = process;
        this.folder = folder;
        this.adminKey = adminKey;
        Address = address;
        Key = key;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    /// <summary>Where it listens, as <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>API key of the user <c>patchbay</c>.</summary>
    public string Key { get; }

    /// <summary>One for all tests of a run, each of which makes a project of its own. Skips the test, visibly, where Redmine is not installed.</summary>
    public static Task<RedmineServer> SharedAsync()
    {
        Skip.IfNot(
            File.Exists(Path.Combine(Home, "config", "environment.rb")) && File.Exists("/usr/bin/bundle"),
            "needs Redmine: the Debian packages redmine and redmine-sqlite are not installed");
        return Shared.Value;
    }

    /// <summary>Makes a private project whose member <c>patchbay</c> is.</summary>
    /// <returns>Its identifier.</returns>
    public async Task<string> NewProjectAsync(string role = Role.Manager)
    {
        var identifier = $"p{Guid.NewGuid():N}";
        var project = await SendAsync(
            HttpMethod.Post, "projects.json", new { project = new { name = identifier, identifier, is_public = false } });
        await AddMemberAsync(project.GetProperty("project").GetProperty("id").GetInt32(), "patchbay", role);
        return identifier;
    }

    /// <summary>Gives a user a role in a project.</summary>
    public async Task AddMemberAsync(int project, string login, string role)
    {
        var users = await SendAsync(HttpMethod.Get, $"users.json?name={login}", null);
        var roles = await SendAsync(HttpMethod.Get, "roles.json", null);
        await SendAsync(HttpMethod.Post, $"projects/{project}/memberships.json", new
        {
            membership = new
            {
                user_id = users.GetProperty("users").EnumerateArray().Single(u => u.GetProperty("login").GetString() == login).GetProperty("id").GetInt32(),
                role_ids = new[] { roles.GetProperty("roles").EnumerateArray().Single(r => r.GetProperty("name").GetString() == role).GetProperty("id").GetInt32() },
            },
        });
    }

    /// <summary>Does as an administrator what no method here does.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            // Of a length that is said beforehand: WEBrick passes over a chunked body.
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
            request.Content.Headers.ContentType = new("application/json");
        }

        request.Headers.Add("X-Redmine-API-Key", adminKey);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>What Redmine makes of a text: its HTML, and the logins that it would notify.</summary>
    /// <param name="format"><c>textile</c>, <c>markdown</c> or <c>common_mark</c>.</param>
    public async Task<(string Html, IReadOnlyList<string> Notified)> PageAsync(string text, string format)
    {
        using var content = new StringContent(text);
        using var answer = await http.PostAsync(new Uri($"page/{format}", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var notified = page.GetProperty("notified").EnumerateArray().Select(n => n.GetString()!).Where(n => n.Length > 0);
        return (page.GetProperty("html").GetString()!, [.. notified]);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<RedmineServer> StartAsync()
    {
        var folder = new TempFolder();
        foreach (var name in (string[])["config", "tmp", "files", "log"])
        {
            Directory.CreateDirectory(folder.File(name));
        }

        await File.WriteAllTextAsync(folder.File("config/database.yml"), $"production:\n  adapter: sqlite3\n  database: {folder.File("redmine.db")}\n  timeout: 20000\n");
        await File.WriteAllTextAsync(folder.File("config/secret_key.txt"), Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));

        // Debian's own names no web server, and SQLite only where a readable instance uses it.
        await File.WriteAllTextAsync(folder.File("Gemfile"), $"""
            eval_gemfile "{Home}/Gemfile"
            gem "webrick"
            gem "sqlite3" unless dependencies.any? {"{"} |d| d.name == "sqlite3" {"}"}

            """);
        var port = Loopback.FreePort();
        var (adminKey, key) = (NewKey(), NewKey());
        var process = BackgroundProcess.Start(
            "/usr/bin/bundle",
            ["exec", "ruby", Path.Combine(Repository.Root, "tests", "Support", "redmine.rb"), Home, $"{port}"],
            folder.Path,
            new Dictionary<string, string?>
            {
                ["RAILS_ENV"] = "production",
                ["BUNDLE_GEMFILE"] = folder.File("Gemfile"),

                // Debian keeps an instance's files below its own folder; the way up from there leads to ours.
                ["X_DEBIAN_SITEID"] = $"../../../../../../..{folder.Path}",
                ["ADMIN_KEY"] = adminKey,
                ["USER_KEY"] = key,
            });
        await process.WaitForLineAsync("redmine ready", Patience);
        return new RedmineServer(process, folder, new Uri($"http://127.0.0.1:{port}/"), adminKey, key);
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
