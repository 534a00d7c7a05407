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
using Patchbay.Trackers.ServiceNow;

namespace Patchbay.Tests.Trackers;

/// <summary>The incidents of a fake ServiceNow of its own, behind a proxy.</summary>
internal sealed class ServiceNowProject : IHttpProject
{
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: false);

    private ServiceNowProject(FakeServiceNow now, FaultProxy proxy) => (Now, Proxy) = (now, proxy);

    public FakeServiceNow Now { get; }

    public FaultProxy Proxy { get; }

    public required string Secret { get; init; }

    public ITracker Tracker { get; private set; } = null!;

    /// <param name="hasKey">An API key instead of a login.</param>
    public static async Task<ServiceNowProject> OpenAsync(
        TimeProvider? clock = null, Func<Mapping, Mapping>? change = null, bool hasKey = false, params (string Name, string Value)[] settings)
    {
        var secret = $"secret-{Guid.NewGuid():N}";
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"patchbay:{secret}"))}";
        var now = await FakeServiceNow.StartAsync(r => hasKey ? r.Headers["x-sn-apikey"] == secret : r.Headers.Authorization == basic);
        var project = new ServiceNowProject(now, await FaultProxy.StartAsync(now.Address)) { Secret = secret };
        var name = hasKey ? "apiKey" : "password";
        var instance = new Instance("snow", "servicenow")
        {
            Url = project.Proxy.Address.ToString(),
            AllowInsecure = true,
            Settings = settings.Concat(hasKey ? [] : [("user", "patchbay")]).ToDictionary(s => s.Item1, s => s.Item2),
            Secrets = [name],
        };
        var mapping = (change ?? (m => m))(new Mapping("web", "snow", FakeServiceNow.Group)
        {
            Labels = MakeTicket.ShopMapping.Labels,
            Resolutions = new Dictionary<FindingState, string>
            {
                [FindingState.Open] = "solution provided",
                [FindingState.Fixed] = "Solution provided",
                [FindingState.FalsePositive] = "No resolution provided",
            },
        });
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of(instance.Name, name), secret, CancellationToken.None);
        var kind = new ServiceNowKind(project.connections, secrets, new TrackerSettings(), clock ?? TimeProvider.System);
        Assert.Empty(new TrackerKinds([kind]).Check(instance, null)!.Concat(new TrackerKinds([kind]).Check(instance, mapping)!));
        project.Tracker = await kind.OpenAsync(instance, mapping, CancellationToken.None);
        return project;
    }

    public bool IsCreate(HttpRequest request) => request.Method == "POST";

    public bool IsUpdate(HttpRequest request) => request.Method == "PATCH";

    public bool IsSearch(HttpRequest request) => request.Query["sysparm_query"].ToString().StartsWith("correlation_id=", StringComparison.Ordinal);

    public string Refusal(string words) =>
        new JsonObject { ["error"] = new JsonObject { ["message"] = "Operation Failed", ["detail"] = words }, ["status"] = "failure" }.ToJsonString();

    public Task<int> CountAsync() => Task.FromResult(Now.Records.Count);

    public IReadOnlyList<string> LabelsAs(params string[] labels) => [];

    public Task<SeenTicket> ReadAsync(TicketRef ticket)
    {
        var record = RecordOf(ticket);
        Assert.Equal("servicenow", ticket.Tracker);
        Assert.Equal($"{Proxy.Address}incident.do?sys_id={record["sys_id"]}", ticket.Url);
        return Task.FromResult(new SeenTicket(record["short_description"], record["description"], record["state"] is not ("6" or "7" or "8"), [])
        {
            Assignee = FakeServiceNow.People.FirstOrDefault(p => p.Id == record["assigned_to"]).Login,
            Urgency = $"{record["impact"]},{record["urgency"]}",
        });
    }

    public Task<IReadOnlyList<string>> CommentsAsync(TicketRef ticket) => Task.FromResult<IReadOnlyList<string>>(RecordOf(ticket).Journal);

    public string Person => "Ann Other";

    public Task SayAsync(TicketRef ticket, string text)
    {
        RecordOf(ticket).Say(text);
        return Task.CompletedTask;
    }

    /// <summary>Records have no labels.</summary>
    public Task AddLabelAsync(TicketRef ticket, string label) => Task.CompletedTask;

    public Task MakeCriticalAsync(TicketRef ticket)
    {
        (RecordOf(ticket)["impact"], RecordOf(ticket)["urgency"]) = ("1", "1");
        return Task.CompletedTask;
    }

    public Task CloseAsync(TicketRef ticket)
    {
        RecordOf(ticket)["state"] = "7";
        return Task.CompletedTask;
    }

    public Task<TicketRef> MissingAsync() => Task.FromResult(new TicketRef("servicenow", "INC9999999", "https://snow.example/gone"));

    public FakeRecord RecordOf(TicketRef ticket) => Now.Find(ticket.Key) ?? throw new InvalidOperationException($"There is no {ticket.Key}.");

    public async ValueTask DisposeAsync()
    {
        connections.Dispose();
        await Proxy.DisposeAsync();
        await Now.DisposeAsync();
    }
}
