using Microsoft.AspNetCore.Http;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.GitHub;

namespace Patchbay.Tests.Trackers;

/// <summary>A repository of its own on the emulator, behind a proxy.</summary>
internal sealed class GitHubProject : IHttpProject
{
    private readonly TrackerConnections connections;

    private GitHubProject(GitHubEmulator emulator, FaultProxy proxy, TrackerConnections connections)
    {
        Emulator = emulator;
        Proxy = proxy;
        this.connections = connections;
    }

    public required string Repository { get; init; }

    public required ITracker Tracker { get; init; }

    public required string Secret { get; init; }

    public required Mapping Mapping { get; init; }

    public GitHubEmulator Emulator { get; }

    public FaultProxy Proxy { get; }

    /// <summary>Opens with a token.</summary>
    public static Task<GitHubProject> OpenAsync(TimeProvider clock, Func<Mapping, Mapping>? change = null)
    {
        var token = GitHubEmulator.NewToken();
        return OpenAsync(clock, _ => new Instance("hub", "github") { Secrets = ["token"] }, _ => ("token", token), change);
    }

    /// <summary>Opens as the App.</summary>
    /// <param name="withInstallation">The instance names the installation; otherwise it is asked for.</param>
    public static Task<GitHubProject> OpenAsAppAsync(TimeProvider clock, bool withInstallation, Func<GitHubEmulator, string>? key = null) =>
        OpenAsync(
            clock,
            _ => new Instance("hub", "github")
            {
                Secrets = ["privateKey"],
                Settings = withInstallation
                    ? new Dictionary<string, string> { ["appId"] = $"{GitHubEmulator.AppId}", ["installationId"] = $"{GitHubEmulator.InstallationId}" }
                    : new Dictionary<string, string> { ["appId"] = $"{GitHubEmulator.AppId}" },
            },
            e => ("privateKey", (key ?? (g => g.PrivateKey))(e)),
            null);

    public bool IsCreate(HttpRequest request) => request.Method == "POST" && request.Path.Value!.EndsWith("/issues", StringComparison.Ordinal);

    public bool IsUpdate(HttpRequest request) => request.Method == "PATCH" && request.Path.Value!.Contains("/issues/", StringComparison.Ordinal);

    public bool IsSearch(HttpRequest request) => request.Method == "GET" && request.Path.Value!.EndsWith("/issues", StringComparison.Ordinal);

    public string Refusal(string words) =>
        System.Text.Json.JsonSerializer.Serialize(new { message = "Validation Failed", errors = new[] { new { resource = "Issue", message = words } } });

    public async Task<int> CountAsync() => (await Emulator.IssuesAsync(Repository)).Count;

    public async Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var issue = await Emulator.SendAsync(HttpMethod.Get, PathOf(ticket), null);
        Assert.Equal("github", ticket.Tracker);
        Assert.Equal(issue.GetProperty("html_url").GetString(), ticket.Url);
        return new SeenTicket(
            issue.GetProperty("title").GetString()!,
            issue.GetProperty("body").GetString()!,
            issue.GetProperty("state").GetString() == "open",
            [.. issue.GetProperty("labels").EnumerateArray().Select(l => l.GetProperty("name").GetString()!)])
        {
            Assignee = issue.GetProperty("assignees").EnumerateArray().Select(a => a.GetProperty("login").GetString()).SingleOrDefault(),
        };
    }

    public async Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket)
    {
        var comments = await Emulator.SendAsync(HttpMethod.Get, $"{PathOf(ticket)}/comments", null);
        return [.. comments.EnumerateArray().Select(c => c.GetProperty("body").GetString()!)];
    }

    public string Person => GitHubEmulator.Person;

    public Task SayAsync(TicketRef ticket, string text) => Emulator.SendAsync(HttpMethod.Post, $"{PathOf(ticket)}/comments", new { body = text });

    public Task AddLabelAsync(TicketRef ticket, string label) =>
        Emulator.SendAsync(HttpMethod.Post, $"{PathOf(ticket)}/labels", new { labels = new[] { label } });

    public async Task MakeCriticalAsync(TicketRef ticket)
    {
        await AddLabelAsync(ticket, "severity: critical");
        await Emulator.SendAsync(HttpMethod.Delete, $"{PathOf(ticket)}/labels/severity%3A%20high", null);
    }

    public Task CloseAsync(TicketRef ticket) => Emulator.SendAsync(HttpMethod.Patch, PathOf(ticket), new { state = "closed" });

    public Task<TicketRef> MissingAsync() => Task.FromResult(new TicketRef("github", $"{Repository}#9999", "https://github.example/gone"));

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await Proxy.DisposeAsync();
    }

    private static async Task<GitHubProject> OpenAsync(
        TimeProvider clock, Func<GitHubEmulator, Instance> make, Func<GitHubEmulator, (string Name, string Value)> secretOf, Func<Mapping, Mapping>? change)
    {
        var emulator = await GitHubEmulator.SharedAsync();
        var proxy = await FaultProxy.StartAsync(emulator.Address);
        var connections = new TrackerConnections(refusesPrivateAddresses: false);
        var repository = await emulator.NewRepositoryAsync();
        var mapping = (change ?? (m => m))(new Mapping("web", "hub", repository) { Labels = MakeTicket.ShopMapping.Labels });
        var instance = make(emulator) with { Url = proxy.Address.ToString(), AllowInsecure = true };
        var (name, value) = secretOf(emulator);
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of(instance.Name, name), value, CancellationToken.None);
        var kind = new GitHubTrackerKind(connections, secrets, new TrackerSettings(), clock);
        Assert.Empty(kind.Check(instance, null).Concat(kind.Check(instance, mapping)));
        return new GitHubProject(emulator, proxy, connections)
        {
            Repository = repository,
            Secret = value,
            Mapping = mapping,
            Tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None),
        };
    }

    private static string PathOf(TicketRef ticket) => $"repos/{ticket.Key.Replace("#", "/issues/", StringComparison.Ordinal)}";
}
