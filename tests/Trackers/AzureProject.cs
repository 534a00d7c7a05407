using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Tickets;
using Patchbay.Tests.Trackers.Fakes;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.AzureDevOps;

namespace Patchbay.Tests.Trackers;

/// <summary>The project of a fake Azure DevOps of its own, behind a proxy. Every request is also held against the vendor's description, where it is at hand.</summary>
internal sealed class AzureProject : IHttpProject
{
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: false);

    private AzureProject(FakeAzure azure, FaultProxy proxy) => (Azure, Proxy) = (azure, proxy);

    public FakeAzure Azure { get; }

    public FaultProxy Proxy { get; }

    public required string Secret { get; init; }

    public ITracker Tracker { get; private set; } = null!;

    public static async Task<AzureProject> OpenAsync(TimeProvider? clock = null, Func<Mapping, Mapping>? change = null)
    {
        var secret = $"pat-{Guid.NewGuid():N}";
        var azure = await FakeAzure.StartAsync($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($":{secret}"))}");
        var project = new AzureProject(azure, await FaultProxy.StartAsync(azure.Address)) { Secret = secret };
        var instance = new Instance("boards", "azure-devops") { Url = project.Proxy.Address.ToString(), AllowInsecure = true, Secrets = ["token"] };
        var mapping = (change ?? (m => m))(new Mapping("web", "boards", FakeAzure.Project) { Labels = MakeTicket.ShopMapping.Labels });
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of(instance.Name, "token"), secret, CancellationToken.None);
        var kind = new AzureDevOpsKind(project.connections, secrets, new TrackerSettings(), clock ?? TimeProvider.System);
        Assert.Empty(new TrackerKinds([kind]).Check(instance, null)!.Concat(new TrackerKinds([kind]).Check(instance, mapping)!));
        project.Tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None);
        return project;
    }

    public bool IsCreate(HttpRequest request) => request.Method == "POST" && request.Path.Value!.Contains("/workitems/$", StringComparison.Ordinal);

    public bool IsUpdate(HttpRequest request) => request.Method == "PATCH";

    public bool IsSearch(HttpRequest request) => request.Path.Value!.EndsWith("/wiql", StringComparison.Ordinal);

    public string Refusal(string words) => new JsonObject { ["$id"] = "1", ["message"] = $"TF401320: {words}", ["typeKey"] = "RuleValidationException" }.ToJsonString();

    public Task<int> CountAsync() => Task.FromResult(Azure.Items.Count);

    public Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var item = ItemOf(ticket);
        Assert.Equal("azure-devops", ticket.Tracker);
        Assert.Equal($"{Proxy.Address}/_workitems/edit/{item.Id}", ticket.Url);
        return Task.FromResult(new SeenTicket(
            item.Fields["System.Title"]!.GetValue<string>(),
            WebUtility.HtmlDecode(item.Fields["Microsoft.VSTS.TCM.ReproSteps"]!.GetValue<string>()),
            item.State != "Closed",
            [.. item.Tags.Where(t => !TicketMarker.IsValid(t))])
        {
            Assignee = item.Fields["System.AssignedTo"]?.GetValue<string>() is { Length: > 0 } person ? person : null,
            Urgency = $"{item.Fields["Microsoft.VSTS.Common.Severity"]}, {item.Fields["Microsoft.VSTS.Common.Priority"]}",
        });
    }

    public Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket) => Task.FromResult(ItemOf(ticket).Comments);

    public string Person => "Ann Other";

    public Task SayAsync(TicketRef ticket, string text)
    {
        var html = string.Concat(text.Split('\n').Select(l => $"<div>{WebUtility.HtmlEncode(l)}</div>"));
        ItemOf(ticket).Write(new Dictionary<string, JsonNode?> { ["System.History"] = html }, Person);
        return Task.CompletedTask;
    }

    public Task AddLabelAsync(TicketRef ticket, string label)
    {
        var item = ItemOf(ticket);
        item.Write(new Dictionary<string, JsonNode?> { ["System.Tags"] = string.Join("; ", item.Tags.Append(label)) });
        return Task.CompletedTask;
    }

    public Task<(string One, string Other)> PeopleAsync() => Task.FromResult(("ann@example.com", "bob@example.com"));

    public Task MakeCriticalAsync(TicketRef ticket)
    {
        ItemOf(ticket).Write(new Dictionary<string, JsonNode?> { ["Microsoft.VSTS.Common.Severity"] = "1 - Critical" });
        return Task.CompletedTask;
    }

    public Task CloseAsync(TicketRef ticket)
    {
        ItemOf(ticket).Write(new Dictionary<string, JsonNode?> { ["System.State"] = "Closed" });
        return Task.CompletedTask;
    }

    public Task<TicketRef> MissingAsync() => Task.FromResult(new TicketRef("azure-devops", "AB#9999", "https://dev.azure.example/gone"));

    public FakeWorkItem ItemOf(TicketRef ticket) =>
        Azure.Find(int.Parse(ticket.Key["AB#".Length..], System.Globalization.CultureInfo.InvariantCulture))
        ?? throw new InvalidOperationException($"There is no {ticket.Key}.");

    /// <summary>Requests that the description covers: it has the calls below a project, not those to the organisation itself.</summary>
    public IEnumerable<FaultProxy.Seen> Described() => Proxy.Requests.Where(r =>
        !r.Target.StartsWith("/acme/_apis/wit/", StringComparison.Ordinal) && !r.Target.StartsWith("/acme/_apis/connectionData", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await Proxy.DisposeAsync();
        await Azure.DisposeAsync();
        if (Repository.Shared is not null && NodeTool.IsThere)
        {
            var described = await PrismMock.SharedAsync("azure-devops-7.1.swagger.json");
            Assert.Empty(await described.CheckAsync(Described()));
        }
    }
}
