using Patchbay.Hooks;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Support;
using Patchbay.Tests.Trackers.Hooks;
using Patchbay.Trackers;
using Patchbay.Trackers.GitLab;

namespace Patchbay.Tests.Hooks;

/// <summary>A hook that the tracker has switched off is shown, and mended by registering it again.</summary>
public sealed class HookOffTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTime clock = new();
    private readonly MemoryStore store = new();
    private readonly MemorySecrets secrets = new();
    private readonly TrackerConnections connections = new(refusesPrivateAddresses: false);
    private FakeHookApi api = null!;
    private HookHealthBook health = null!;
    private HookWatch watch = null!;
    private HookSetup setup = null!;

    public async Task InitializeAsync()
    {
        api = await FakeHookApi.StartAsync();
        var trackers = new TrackerKinds([new GitLabTrackerKind(connections, secrets, new TrackerSettings(), clock)]);
        var integrations = new IntegrationBook(store, secrets, new IntegrationRules(trackers.Check), clock);
        var editor = new Editor("test", _ => false);
        var instance = new Instance("lab", "gitlab") { Url = new Uri(api.Address, "gitlab/api/v4").ToString(), AllowInsecure = true };
        Assert.IsType<BookChange.Done>(await integrations.PutAsync(instance, new Dictionary<string, string?> { ["token"] = "t0k3n" }, editor, None));
        Assert.IsType<BookChange.Done>(await integrations.PutAsync(new Mapping("shop", "lab", "acme/shop"), editor, None));
        var kinds = new HookKinds([new GitLabHooks()]);
        var settings = new HookSettings { PublicUrl = "https://patchbay.example.com" };
        health = new HookHealthBook(store);
        watch = new HookWatch(store, kinds, trackers, integrations, new HookJournal(store, clock), health, settings, clock);
        setup = new HookSetup(kinds, trackers, integrations, secrets, health, settings);
    }

    public async Task DisposeAsync()
    {
        connections.Dispose();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task A_hook_that_GitLab_switched_off_is_shown_as_disabled_until_it_is_registered_again()
    {
        var made = await setup.RegisterAsync("lab", "ann", None);
        await health.NoteAsync("lab", was => was with { Accepted = 1, FirstAcceptedAt = clock.GetUtcNow(), LastAcceptedAt = clock.GetUtcNow() }, None);
        clock.Advance(TimeSpan.FromHours(1));
        api.Hooks[0]["alert_status"] = "disabled";

        await watch.AskAsync("lab", None);
        var off = await StateAsync();
        await setup.RegisterAsync("lab", "ann", None);
        await watch.AskAsync("lab", None);

        Assert.Equal(new HookMaking.Done(IsNew: true), Assert.Single(Assert.IsType<HookRegistration.Made>(made).Projects).Making);
        Assert.Equal(("disabled", clock.GetUtcNow()), (off.State, off.Since));
        Assert.Contains("too many calls failed", off.Advice, StringComparison.Ordinal);
        Assert.Equal("working", (await StateAsync()).State);
        Assert.Single(api.Hooks);
    }

    [Fact]
    public async Task The_secret_that_is_made_is_stored_and_told_to_the_tracker_and_kept_the_next_time()
    {
        await setup.RegisterAsync("lab", "ann", None);
        var first = await secrets.FindAsync(SecretName.Of("lab", "webhookSecret"), None);

        await setup.RegisterAsync("lab", "ann", None);

        Assert.Equal(first, await secrets.FindAsync(SecretName.Of("lab", "webhookSecret"), None));
        Assert.Equal(first, (string?)api.Hooks[0]["token"]);
        Assert.True(first!.Length >= 40);
    }

    private async Task<HookState> StateAsync() => HookState.Of(await health.ReadAsync("lab", None), hasSecret: true);
}
