using System.Globalization;
using Microsoft.AspNetCore.Http;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.Redmine;

namespace Patchbay.Tests.Trackers;

/// <summary>A project of its own on the real Redmine, behind a proxy.</summary>
internal sealed class RedmineProject : IHttpProject
{
    private readonly TrackerConnections connections;

    private RedmineProject(RedmineServer server, FaultProxy proxy, TrackerConnections connections)
    {
        Server = server;
        Proxy = proxy;
        this.connections = connections;
    }

    public required string Identifier { get; init; }

    public required ITracker Tracker { get; init; }

    public RedmineServer Server { get; }

    public FaultProxy Proxy { get; }

    public string Secret => Server.Key;

    /// <summary>Opens a new project.</summary>
    public static async Task<RedmineProject> OpenAsync(
        TimeProvider clock,
        Func<Mapping, Mapping>? change = null,
        string role = RedmineServer.Role.Manager,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var server = await RedmineServer.SharedAsync();
        var proxy = await FaultProxy.StartAsync(server.Address);
        var connections = new TrackerConnections(refusesPrivateAddresses: false);
        var identifier = await server.NewProjectAsync(role);
        var mapping = (change ?? (m => m))(new Mapping("web", "tracker", identifier) { Labels = MakeTicket.ShopMapping.Labels });
        var instance = new Instance("tracker", "redmine")
        {
            Url = proxy.Address.ToString(),
            AllowInsecure = true,
            Secrets = ["apiKey"],
            Settings = settings ?? new Dictionary<string, string> { ["labelsField"] = "2", ["markerField"] = "1" },
        };
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of(instance.Name, "apiKey"), server.Key, CancellationToken.None);
        var kind = new RedmineTrackerKind(connections, secrets, new TrackerSettings(), clock);
        Assert.Empty(kind.Check(instance, null).Concat(kind.Check(instance, mapping)));
        return new RedmineProject(server, proxy, connections)
        {
            Identifier = identifier,
            Tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None),
        };
    }

    public bool IsCreate(HttpRequest request) => request.Method == "POST" && request.Path == "/issues.json";

    public bool IsUpdate(HttpRequest request) => request.Method == "PUT";

    public bool IsSearch(HttpRequest request) =>
        request.Path == "/issues.json" && (request.Query.ContainsKey("description") || request.Query.ContainsKey("cf_1"));

    public string Refusal(string words) => System.Text.Json.JsonSerializer.Serialize(new { errors = new[] { words } });

    public async Task<int> CountAsync() =>
        (await Server.SendAsync(HttpMethod.Get, $"issues.json?project_id={Identifier}&status_id=*", null)).GetProperty("total_count").GetInt32();

    /// <summary>The issue as Redmine has it.</summary>
    public async Task<System.Text.Json.JsonElement> IssueAsync(TicketRef ticket) =>
        (await Server.SendAsync(HttpMethod.Get, $"{PathOf(ticket)}?include=journals", null)).GetProperty("issue");

    public async Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var issue = await IssueAsync(ticket);
        Assert.Equal("redmine", ticket.Tracker);
        Assert.Equal(new Uri(Proxy.Address, $"issues/{issue.GetProperty("id")}").ToString(), ticket.Url);
        return new SeenTicket(
            issue.GetProperty("subject").GetString()!,
            issue.GetProperty("description").GetString()!,
            !issue.GetProperty("status").GetProperty("is_closed").GetBoolean(),
            (issue.GetProperty("custom_fields")[1].GetProperty("value").GetString() ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            Assignee = issue.TryGetProperty("assigned_to", out var person) ? $"{person.GetProperty("id")}" : null,
            Urgency = issue.GetProperty("priority").GetProperty("name").GetString(),
        };
    }

    public async Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket)
    {
        var journals = (await IssueAsync(ticket)).GetProperty("journals").EnumerateArray();
        return [.. journals.Select(j => j.GetProperty("notes").GetString()).OfType<string>().Where(n => n.Length > 0)];
    }

    public string Person => "Redmine Admin";

    public Task SayAsync(TicketRef ticket, string text) => ChangeAsync(ticket, new { notes = text });

    public async Task AddLabelAsync(TicketRef ticket, string label)
    {
        var labels = (await ReadAsync(ticket)).Labels;
        await ChangeAsync(ticket, new { custom_fields = new[] { new { id = 2, value = string.Join(", ", labels.Append(label)) } } });
    }

    public async Task<(string One, string Other)> PeopleAsync()
    {
        var project = await Server.SendAsync(HttpMethod.Get, $"projects/{Identifier}.json", null);
        var id = project.GetProperty("project").GetProperty("id").GetInt32();
        await Server.AddMemberAsync(id, "ann", RedmineServer.Role.Manager);
        var members = await Server.SendAsync(HttpMethod.Get, $"projects/{id}/memberships.json", null);
        string[] people = [.. members.GetProperty("memberships").EnumerateArray().Select(m => $"{m.GetProperty("user").GetProperty("id")}")];
        return (people[0], people[1]);
    }

    public Task MakeCriticalAsync(TicketRef ticket) => ChangeAsync(ticket, new { priority_id = 5 });

    public Task CloseAsync(TicketRef ticket) => ChangeAsync(ticket, new { status_id = 5 });

    /// <summary>An administrator changes the issue.</summary>
    public Task ChangeAsync(TicketRef ticket, object issue) => Server.SendAsync(HttpMethod.Put, PathOf(ticket), new { issue });

    public Task<TicketRef> MissingAsync() => Task.FromResult(new TicketRef("redmine", "#99999999", "https://redmine.example/gone"));

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await Proxy.DisposeAsync();
    }

    private static string PathOf(TicketRef ticket) => string.Create(CultureInfo.InvariantCulture, $"issues/{ticket.Key.TrimStart('#')}.json");
}
