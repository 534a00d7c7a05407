using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Patchbay.Hooks;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Links;
using Patchbay.Tests.Support;
using Patchbay.Tests.Trackers.Hooks;
using Patchbay.Trackers;
using Patchbay.Trackers.GitHub;

namespace Patchbay.Tests.Hooks;

/// <summary>The desk for webhooks in memory, with a GitHub instance <c>hub</c> whose issue 40 is ours.</summary>
internal sealed class HookBench : IDisposable
{
    public const string Secret = "pb-hook-secret-0815";

    private readonly TrackerConnections connections = new(refusesPrivateAddresses: false);
    private readonly MemorySecrets secrets = new();
    private readonly IntegrationApi.Lines log = new();
    private readonly ILoggerFactory loggers;

    private HookBench()
    {
        var tracker = new GitHubTrackerKind(connections, secrets, new TrackerSettings(), Clock);
        Integrations = new IntegrationBook(Store, secrets, new IntegrationRules(new TrackerKinds([tracker]).Check), Clock);
        Links = new LinkMap(Store);
        Syncs = new SyncDesk(Store, Links, Queue, Clock);
        Journal = new HookJournal(Store, Clock);
        Health = new HookHealthBook(Store);
        loggers = LoggerFactory.Create(l => l.AddProvider(log));
        Desk = new HookDesk(
            new HookKinds([new GitHubHooks()]), Integrations, secrets, Syncs, Health,
            new HookSettings { PublicUrl = "https://patchbay.example.com/" }, Clock, loggers.CreateLogger<HookDesk>());
    }

    public FakeTime Clock { get; } = new();

    public MemoryStore Store { get; } = new();

    public NotedQueue Queue { get; } = new();

    public IntegrationBook Integrations { get; }

    public LinkMap Links { get; }

    public SyncDesk Syncs { get; }

    public HookJournal Journal { get; }

    public HookHealthBook Health { get; }

    public HookDesk Desk { get; }

    public string Logged => log.Text;

    public static async Task<HookBench> StartAsync(string? secret = Secret)
    {
        var bench = new HookBench();
        var values = new Dictionary<string, string?> { ["token"] = "ghp_4711", ["webhookSecret"] = secret };
        var put = await bench.Integrations.PutAsync(new Instance("hub", "github"), values, new Editor("bench", _ => false), CancellationToken.None);
        Assert.IsType<BookChange.Done>(put);
        await bench.Integrations.PutAsync(new Mapping("site", "hub", "acme/site"), new Editor("bench", _ => false), CancellationToken.None);
        await bench.Links.IndexAsync("hub", "acme/site#40", new LinkRef("shop", new string('a', 40), "site"), CancellationToken.None);
        return bench;
    }

    /// <summary>GitHub's call about an issue.</summary>
    public Task<HookOutcome> CallAsync(int issue, string delivery, string secret = Secret, string text = "", string name = "issues")
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"sender":{"login":"ann"},"repository":{"full_name":"acme/site"},"issue":{"number":{{issue}} },"title":"{{text}}","action":"closed"}""");
        var headers = new HeaderDictionary
        {
            ["X-GitHub-Event"] = name,
            ["X-GitHub-Delivery"] = delivery,
            ["X-Hub-Signature-256"] = HookSigning.Sha256(body, secret),
        };
        return Desk.TakeAsync("hub", body, headers, CancellationToken.None);
    }

    public async Task<IReadOnlyList<HookDelivery>> DeliveriesAsync() =>
        [.. (await Journal.ListAsync("hub", null, CancellationToken.None).ToListAsync()).Select(d => d.Delivery)];

    public Task<HookHealth> HealthAsync() => Health.ReadAsync("hub", CancellationToken.None);

    public async Task<int> RowsAsync() => await Store.ListAsync(SyncDesk.PartitionOf("hub"), "hook-", null, CancellationToken.None).CountAsync();

    public void Dispose()
    {
        connections.Dispose();
        loggers.Dispose();
        log.Dispose();
    }
}
