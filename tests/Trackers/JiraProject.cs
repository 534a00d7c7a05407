using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.Jira;

namespace Patchbay.Tests.Trackers;

/// <summary>The project of a fake Jira of its own, behind a proxy. Every request is also held against the vendor's description, where it is at hand.</summary>
internal sealed class JiraProject : IHttpProject
{
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: false);
    private readonly bool isCloud;

    private JiraProject(bool isCloud, FakeJira jira, FaultProxy proxy)
    {
        this.isCloud = isCloud;
        Jira = jira;
        Proxy = proxy;
    }

    public FakeJira Jira { get; }

    public FaultProxy Proxy { get; }

    public required string Secret { get; init; }

    public ITracker Tracker { get; private set; } = null!;

    /// <param name="hasLogin">For a server: a login instead of a token.</param>
    public static async Task<JiraProject> OpenAsync(
        bool isCloud, TimeProvider? clock = null, Func<Mapping, Mapping>? change = null, bool hasLogin = false)
    {
        var secret = $"token-{Guid.NewGuid():N}";
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{(isCloud ? "bot@example.com" : "bot")}:{secret}"))}";
        var jira = await FakeJira.StartAsync(isCloud, isCloud || hasLogin ? basic : $"Bearer {secret}");
        var project = new JiraProject(isCloud, jira, await FaultProxy.StartAsync(jira.Address)) { Secret = secret };
        var (settings, name) = (isCloud, hasLogin) switch
        {
            (true, _) => (new Dictionary<string, string> { ["email"] = "bot@example.com" }, "apiToken"),
            (_, true) => (new Dictionary<string, string> { ["user"] = "bot" }, "password"),
            _ => ([], "token"),
        };
        var instance = new Instance("jira", isCloud ? "jira-cloud" : "jira-server")
        {
            Url = project.Proxy.Address.ToString(),
            AllowInsecure = true,
            Settings = settings,
            Secrets = [name],
        };
        var mapping = (change ?? (m => m))(new Mapping("web", "jira", FakeJira.Project)
        {
            Labels = MakeTicket.ShopMapping.Labels,
            Resolutions = new Dictionary<FindingState, string> { [FindingState.Open] = "Done", [FindingState.Fixed] = "done", [FindingState.FalsePositive] = "10001" },
        });
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of(instance.Name, name), secret, CancellationToken.None);
        ITrackerKind kind = isCloud
            ? new JiraCloudKind(project.connections, secrets, new TrackerSettings(), clock ?? TimeProvider.System)
            : new JiraServerKind(project.connections, secrets, new TrackerSettings(), clock ?? TimeProvider.System);
        Assert.Empty(new TrackerKinds([kind]).Check(instance, null)!.Concat(new TrackerKinds([kind]).Check(instance, mapping)!));
        project.Tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None);
        return project;
    }

    public bool IsCreate(HttpRequest request) => request.Method == "POST" && request.Path.Value!.EndsWith("/issue", StringComparison.Ordinal);

    public bool IsUpdate(HttpRequest request) => request.Method == "PUT";

    public bool IsSearch(HttpRequest request) => request.Path.Value!.Contains("/search", StringComparison.Ordinal);

    public string Refusal(string words) =>
        new JsonObject { ["errorMessages"] = new JsonArray(words), ["errors"] = new JsonObject { ["due"] = "wrong" } }.ToJsonString();

    public Task<int> CountAsync() => Task.FromResult(Jira.Issues.Count);

    public Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var issue = IssueOf(ticket);
        Assert.Equal(isCloud ? "jira-cloud" : "jira-server", ticket.Tracker);
        Assert.Equal($"{Proxy.Address}browse/{issue.Key}", ticket.Url);
        return Task.FromResult(new SeenTicket(
            issue.Fields["summary"]!.GetValue<string>(),
            TextOf(issue.Fields["description"]!),
            issue.Status.Category != "done",
            [.. issue.Labels.Where(l => !TicketMarker.IsValid(l))])
        {
            Assignee = issue.Fields["assignee"]?[isCloud ? "accountId" : "name"]?.GetValue<string>(),
        });
    }

    public Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket) =>
        Task.FromResult<IReadOnlyList<string>>([.. IssueOf(ticket).Comments.Select(TextOf)]);

    public string Person => "Ann Other";

    public Task SayAsync(TicketRef ticket, string text)
    {
        IssueOf(ticket).Say(isCloud
            ? new JsonObject
            {
                ["type"] = "doc",
                ["version"] = 1,
                ["content"] = new JsonArray([.. text.Split('\n').Select(l => new JsonObject
                {
                    ["type"] = "paragraph",
                    ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = l }),
                })]),
            }
            : JsonValue.Create(text));
        return Task.CompletedTask;
    }

    public Task AddLabelAsync(TicketRef ticket, string label)
    {
        IssueOf(ticket).ChangeLabel(label, null, []);
        return Task.CompletedTask;
    }

    public Task MakeCriticalAsync(TicketRef ticket)
    {
        IssueOf(ticket).ChangeLabel("severity:critical", "severity:high", []);
        return Task.CompletedTask;
    }

    public Task CloseAsync(TicketRef ticket)
    {
        IssueOf(ticket).MoveTo(FakeJiraWorkflow.Done);
        return Task.CompletedTask;
    }

    public Task<TicketRef> MissingAsync() =>
        Task.FromResult(new TicketRef(isCloud ? "jira-cloud" : "jira-server", $"{FakeJira.Project}-9999", "https://jira.example/gone"));

    public IReadOnlyList<string> LabelsAs(params string[] labels) => [.. labels.Select(l => l.Replace(": ", ":", StringComparison.Ordinal))];

    public FakeJiraIssue IssueOf(TicketRef ticket) => Jira.Find(ticket.Key) ?? throw new InvalidOperationException($"There is no {ticket.Key}.");

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await Proxy.DisposeAsync();
        await Jira.DisposeAsync();
        if (Repository.Shared is not null && NodeTool.IsThere)
        {
            var described = await PrismMock.SharedAsync(isCloud ? "jira-cloud-v3.openapi.json" : "jira-v2-derived.openapi.json");
            Assert.Empty(await described.CheckAsync(Proxy.Requests));
        }
    }

    // As a person reads it: without the frame of a document.
    private static string TextOf(JsonNode text) =>
        text is JsonObject ? string.Concat(Texts(text)) : text.GetValue<string>();

    private static IEnumerable<string> Texts(JsonNode node) => node["text"] is { } text
        ? [text.GetValue<string>()]
        : (node["content"]?.AsArray() ?? []).SelectMany(c => Texts(c!)).Append(" ");
}
