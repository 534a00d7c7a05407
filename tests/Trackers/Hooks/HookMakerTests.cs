using System.Net;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Trackers;
using Patchbay.Trackers.AzureDevOps;
using Patchbay.Trackers.GitHub;
using Patchbay.Trackers.GitLab;
using Patchbay.Trackers.Trello;

namespace Patchbay.Tests.Trackers.Hooks;

/// <summary>A hook is made once, brought up to date when asked again, and known when the tracker has switched it off.</summary>
public sealed class HookMakerTests
{
    private const string Callback = "https://patchbay.example.com/api/webhooks/hub";

    public static TheoryData<string> Kinds => ["gitlab", "azure-devops", "trello"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Asking_twice_makes_no_second_hook(string kind)
    {
        await using var bench = await Bench.StartAsync(kind);

        var first = await bench.MakeAsync("first-secret");
        var count = bench.Api.Hooks.Count;
        var second = await bench.MakeAsync("second-secret");

        Assert.Equal(new HookMaking.Done(IsNew: true), first);
        Assert.Equal(new HookMaking.Done(IsNew: false), second);
        Assert.Equal(kind == "azure-devops" ? 4 : 1, count);
        Assert.Equal(count, bench.Api.Hooks.Count);
        Assert.All(bench.Api.Hooks, h => Assert.Contains(Callback, h.ToJsonString(), StringComparison.Ordinal));
        if (kind != "trello")
        {
            Assert.All(bench.Api.Hooks, h => Assert.Contains("second-secret", h.ToJsonString(), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Another_app_s_hook_is_left_alone(string kind)
    {
        await using var bench = await Bench.StartAsync(kind);
        await bench.Maker.MakeAsync(bench.Instance, bench.Mapping, new HookWish("https://other.example.com/hook", "theirs"), CancellationToken.None);
        var theirs = bench.Api.Hooks.Select(h => h.ToJsonString()).ToList();

        await bench.MakeAsync("ours");

        Assert.Equal(theirs, bench.Api.Hooks.Take(theirs.Count).Select(h => h.ToJsonString()));
        Assert.Equal(2 * theirs.Count, bench.Api.Hooks.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_hook_that_is_missing_or_switched_off_is_known_to_be(string kind)
    {
        await using var bench = await Bench.StartAsync(kind);
        var missing = await bench.AskAsync();
        await bench.MakeAsync("secret");
        var active = await bench.AskAsync();
        bench.Api.Hooks[0]["active"] = false;
        bench.Api.Hooks[0]["alert_status"] = "temporarily_disabled";
        bench.Api.Hooks[0]["status"] = "onProbation";

        var off = await bench.AskAsync();

        Assert.IsType<HookStanding.Off>(missing);
        Assert.IsType<HookStanding.Active>(active);
        Assert.IsType<HookStanding.Off>(off);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Who_may_not_make_hooks_is_told_so_without_a_secret(string kind)
    {
        await using var bench = await Bench.StartAsync(kind);
        bench.Api.Refusal = HttpStatusCode.Forbidden;

        var failed = Assert.IsType<HookMaking.Failed>(await bench.MakeAsync("s3cret"));

        Assert.DoesNotContain("s3cret", failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("t0k3n", failed.Reason, StringComparison.Ordinal);
        Assert.IsType<HookStanding.Unsaid>(await bench.AskAsync());
        Assert.Empty(bench.Api.Hooks);
    }

    [SkippableFact]
    public async Task GitHub_says_when_a_hook_is_missing_or_switched_off()
    {
        var github = await GitHubEmulator.SharedAsync();
        var mapping = new Mapping("web", "hub", await github.NewRepositoryAsync());
        using var connections = new TrackerConnections(refusesPrivateAddresses: false);
        var secrets = new MemorySecrets();
        await secrets.SetAsync(SecretName.Of("hub", "token"), GitHubEmulator.NewToken(), CancellationToken.None);
        var maker = new GitHubTrackerKind(connections, secrets, new TrackerSettings(), new FakeTime());
        var instance = new Instance("hub", "github") { Url = github.Address.ToString(), AllowInsecure = true, Secrets = ["token"] };

        var missing = await maker.AskAsync(instance, mapping, Callback, CancellationToken.None);
        var made = await maker.MakeAsync(instance, mapping, new HookWish(Callback, "secret"), CancellationToken.None);
        var active = await maker.AskAsync(instance, mapping, Callback, CancellationToken.None);
        var hook = (await github.SendAsync(HttpMethod.Get, $"repos/{mapping.Project}/hooks", null))[0].GetProperty("id");
        await github.SendAsync(HttpMethod.Patch, $"repos/{mapping.Project}/hooks/{hook}", new { active = false });
        var off = await maker.AskAsync(instance, mapping, Callback, CancellationToken.None);

        Assert.Equal(new HookMaking.Done(IsNew: true), made);
        Assert.IsType<HookStanding.Off>(missing);
        Assert.IsType<HookStanding.Active>(active);
        Assert.IsType<HookStanding.Off>(off);
    }

    private sealed class Bench(FakeHookApi api, TrackerConnections connections) : IAsyncDisposable
    {
        public FakeHookApi Api => api;

        public required IHookMaker Maker { get; init; }

        public required Instance Instance { get; init; }

        public Mapping Mapping { get; } = new("web", "hub", "Shop");

        public static async Task<Bench> StartAsync(string kind)
        {
            var api = await FakeHookApi.StartAsync();
            var connections = new TrackerConnections(refusesPrivateAddresses: false);
            var secrets = new MemorySecrets();
            await secrets.SetAsync(SecretName.Of("hub", "token"), "t0k3n", CancellationToken.None);
            var clock = new FakeTime();
            var settings = new TrackerSettings();
            return new Bench(api, connections)
            {
                Maker = kind switch
                {
                    "gitlab" => new GitLabTrackerKind(connections, secrets, settings, clock),
                    "trello" => new TrelloTrackerKind(connections, secrets, settings, clock),
                    _ => new AzureDevOpsKind(connections, secrets, settings, clock),
                },
                Instance = new Instance("hub", kind)
                {
                    Url = new Uri(api.Address, kind switch { "gitlab" => "gitlab/api/v4", "azure-devops" => "azure", _ => kind }).ToString(),
                    AllowInsecure = true,
                    Secrets = ["token"],
                },
            };
        }

        public Task<HookMaking> MakeAsync(string secret) => Maker.MakeAsync(Instance, Mapping, new HookWish(Callback, secret), CancellationToken.None);

        public Task<HookStanding> AskAsync() => Maker.AskAsync(Instance, Mapping, Callback, CancellationToken.None);

        public ValueTask DisposeAsync()
        {
            connections.Dispose();
            return api.DisposeAsync();
        }
    }
}
