using Microsoft.AspNetCore.Http;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.GitLab;

namespace Patchbay.Tests.Trackers;

/// <summary>A fake GitLab of its own, behind a proxy. What was asked is at the end also held against GitLab's own description, where that is there.</summary>
internal sealed class GitLabProject : IHttpProject
{
    private readonly TrackerConnections connections;

    private GitLabProject(FakeGitLab gitLab, FaultProxy proxy, TrackerConnections connections)
    {
        GitLab = gitLab;
        Proxy = proxy;
        this.connections = connections;
    }

    public required ITracker Tracker { get; init; }

    public required string Secret { get; init; }

    public FakeGitLab GitLab { get; }

    public FaultProxy Proxy { get; }

    /// <summary>Opens an empty project.</summary>
    public static async Task<GitLabProject> OpenAsync(
        TimeProvider clock, Func<Mapping, Mapping>? change = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var token = $"glpat-{Guid.NewGuid():N}";
        var gitLab = await FakeGitLab.StartAsync(token);
        var proxy = await FaultProxy.StartAsync(gitLab.Address);
        var connections = new TrackerConnections(refusesPrivateAddresses: false);
        var mapping = (change ?? (m => m))(new Mapping("web", "lab", FakeGitLab.Project) { Labels = MakeTicket.ShopMapping.Labels });
        var instance = new Instance("lab", "gitlab")
        {
            Url = proxy.Address.ToString(),
            AllowInsecure = true,
            Secrets = ["token"],
            Settings = settings ?? new Dictionary<string, string>(),
        };
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of(instance.Name, "token"), token, CancellationToken.None);
        var kind = new GitLabTrackerKind(connections, secrets, new TrackerSettings(), clock);
        Assert.Empty(kind.Check(instance, null).Concat(kind.Check(instance, mapping)));
        return new GitLabProject(gitLab, proxy, connections)
        {
            Secret = token,
            Tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None),
        };
    }

    public bool IsCreate(HttpRequest request) => request.Method == "POST" && request.Path.Value!.EndsWith("/issues", StringComparison.Ordinal);

    public bool IsUpdate(HttpRequest request) => request.Method == "PUT";

    public bool IsSearch(HttpRequest request) => request.Query.ContainsKey("search");

    public string Refusal(string words) => System.Text.Json.JsonSerializer.Serialize(new { message = new { due = new[] { words } } });

    public Task<int> CountAsync() => Task.FromResult(GitLab.Issues.Count);

    public FakeGitLabIssue IssueOf(TicketRef ticket)
    {
        var at = ticket.Key.LastIndexOf('#');
        return GitLab.Find(int.Parse(ticket.Key[(at + 1)..], System.Globalization.CultureInfo.InvariantCulture), ticket.Key[..at])
            ?? throw new InvalidOperationException($"There is no {ticket.Key}.");
    }

    public Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var issue = IssueOf(ticket);
        Assert.Equal("gitlab", ticket.Tracker);
        Assert.Equal($"https://gitlab.example/{issue.Project}/-/issues/{issue.Iid}", ticket.Url);
        return Task.FromResult(new SeenTicket(issue.Title, issue.Description, issue.IsOpen, issue.Labels)
        {
            Assignee = issue.Assignees.Select(FakeGitLabIssue.LoginOf).SingleOrDefault(),
        });
    }

    public Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket) => Task.FromResult<IReadOnlyList<string>>([.. IssueOf(ticket).Notes]);

    public string Person => "ann";

    public Task SayAsync(TicketRef ticket, string text)
    {
        IssueOf(ticket).Say(text);
        return Task.CompletedTask;
    }

    public Task AddLabelAsync(TicketRef ticket, string label)
    {
        IssueOf(ticket).AddLabel(label);
        return Task.CompletedTask;
    }

    public Task MakeCriticalAsync(TicketRef ticket)
    {
        IssueOf(ticket).SwapLabel("severity: high", "severity: critical");
        return Task.CompletedTask;
    }

    public Task CloseAsync(TicketRef ticket)
    {
        IssueOf(ticket).IsOpen = false;
        return Task.CompletedTask;
    }

    public Task<TicketRef> MissingAsync() => Task.FromResult(new TicketRef("gitlab", $"{FakeGitLab.Project}#9999", "https://gitlab.example/gone"));

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await Proxy.DisposeAsync();
        await GitLab.DisposeAsync();
        if (Repository.Shared is not null && NodeTool.IsThere)
        {
            // The description holds issues and notes of a project.
            var described = await PrismMock.SharedAsync("gitlab-issues.openapi.yaml");
            Assert.Empty(await described.CheckAsync(Proxy.Requests.Where(r => r.Target.Contains("/issues", StringComparison.Ordinal)
                && r.Target.Contains("/projects/", StringComparison.Ordinal))));
        }
    }
}
