using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Patchbay.Api;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Flows;
using Patchbay.Flows.Durable;
using Patchbay.Hooks;
using Patchbay.Hosting;
using Patchbay.Integrations.Secrets;
using Patchbay.Links;
using Patchbay.Links.Groups;
using Patchbay.Links.Sync;
using Patchbay.Outbox;
using Patchbay.Policies;
using Patchbay.Storage;
using Patchbay.Triggers.EvaluatePolicy;
using Patchbay.Triggers.IngestScan;
using Patchbay.Triggers.Poll;
using Patchbay.Triggers.PushTickets;
using Patchbay.Triggers.Reconcile;
using Patchbay.Triggers.SyncTicket;
using Patchbay.Triggers.Tend;
using Patchbay.Triggers.WakeLane;
using Patchbay.Triggers.Webhook;

namespace Patchbay;

/// <summary>Picks the implementations and puts the routes on the road.</summary>
internal static class Wiring
{
    /// <summary>Adds every module.</summary>
    public static void AddPatchbay(this IServiceCollection services, Settings settings, bool isHosted)
    {
        services.AddSingleton(settings).AddSingleton(TimeProvider.System).AddHttpClient();
        services.AddStorage(settings);
        services.AddScanners(settings);
        services.AddTrackers(settings, isHosted);
        services.AddLinks(settings);
        services.AddHooks(settings, isHosted);
        services.AddFlows(settings);
        services.AddFunctions(settings, isHosted);
        services.AddProblemDetails().AddDescription();
        services.ConfigureHttpJsonOptions(json => StoredJson.Apply(json.SerializerOptions));
    }

    /// <summary>Maps every route.</summary>
    public static void MapPatchbay(this WebApplication app)
    {
        app.UsePingAnswer();
        app.MapOpenApi(OpenApiDocument.Path);
        app.Services.GetRequiredService<Envelope>().Map(app);
        IngestScan.Map(app);
        AssetRoutes.Map(app);
        ScanRoutes.Map(app);
        CommitReportRoutes.Map(app);
        FindingRoutes.Map(app);
        DecisionRoutes.Map(app);
        CommentRoutes.Map(app);
        PolicyRoutes.Map(app);
        IntegrationRoutes.Map(app);
        LinkRoutes.Map(app);
        LinkActionRoutes.Map(app);
        GroupRoutes.Map(app);
        PushRoutes.Map(app);
        MappingRoutes.Map(app);
        WebhookRoutes.Map(app);
        Webhook.Map(app);
        PollRoutes.Map(app);
    }

    private static void AddStorage(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(_ => new DataFolder(settings.DataFolder));
        services.AddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton<IStore>(provider => settings.Tables is { } tables
            ? new TableStore(tables, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<TokenCredential>())
            : InFolder(provider, folder => new SqliteStore(folder.File("patchbay.db"))));
        services.AddSingleton<ISecrets>(provider => settings.Vault is { } vault
            ? new VaultSecrets(
                new SecretClient(vault.Uri, provider.GetRequiredService<TokenCredential>()), provider.GetRequiredService<TimeProvider>())
            : InFolder(provider, folder => new FileSecrets(folder.Root)));
        if (settings.ServiceBus is { } bus)
        {
            services.AddSingleton<IQueue>(provider => new ServiceBusQueue(bus, provider.GetRequiredService<TokenCredential>()));
        }
        else
        {
            services.AddSingleton(provider => InFolder(provider, folder => new LocalQueue(
                new LocalQueueSettings { Path = folder.File("queue.db") }, provider.GetRequiredService<TimeProvider>())));
            services.AddSingleton<IQueue>(provider => provider.GetRequiredService<LocalQueue>());
        }

        services.AddSingleton<Outbox.Outbox>();
        services.AddSingleton<AssetBook>();
        services.AddSingleton<FindingBook>();
        services.AddSingleton<ScanLog>();
        services.AddSingleton<AcceptedRisks>();
        services.AddSingleton<Decisions>();
        services.AddSingleton<CommentBook>();
        services.AddSingleton<PolicyBook>();
    }

    // What cannot be opened stops the start with a sentence, not the first request with a stack.
    private static T InFolder<T>(IServiceProvider provider, Func<DataFolder, T> open)
    {
        try
        {
            return open(provider.GetRequiredService<DataFolder>());
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new StartException(e.Message, e);
        }
    }

    private static void AddLinks(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings.Pushes).AddSingleton(settings.Faults);
        services.AddSingleton<FaultPoint>();
        services.AddSingleton<LinkMap>();
        services.AddSingleton<LinkedFindings>();
        services.AddSingleton<Lane>();
        services.AddSingleton<LaneNotes>();
        services.AddSingleton<GroupBook>();
        services.AddSingleton<GroupNotes>();
        services.AddSingleton<GroupDraft>();
        services.AddSingleton<Evaluation>();
        services.AddSingleton<TicketDraft>();
        services.AddSingleton<TicketPush>();
        services.AddSingleton<LaneRun>();
        services.AddSingleton<LinkActions>();
        services.AddSingleton<PushErrors>();
        services.AddSingleton<RetryFailed>(provider => (mapping, who, cancellationToken) =>
            provider.GetRequiredService<PushErrors>().RetryAsync(mapping, provider.GetRequiredService<LinkActions>(), who, cancellationToken));
        services.AddSingleton<ParkedPush>();
        services.AddSingleton(settings.Reconcile).AddSingleton(settings.Polls);
        services.AddSingleton<DriftBook>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<SyncDesk>();
        services.AddSingleton<SyncRun>();
        services.AddSingleton<Polling>();
        services.AddSingleton<TicketSync>();
        services.AddSingleton<UnsentComments>();
        services.AddSingleton<CommentDesk>();
        services.AddSingleton<CommentPush>();
        services.AddSingleton<CommentSync>();
    }

    private static void AddHooks(this IServiceCollection services, Settings settings, bool isHosted)
    {
        services.AddSingleton<HookKinds>();
        services.AddSingleton(new HookSettings { PublicUrl = settings.PublicUrl });
        services.AddSingleton<HookJournal>();
        services.AddSingleton<HookHealthBook>();
        services.AddSingleton<HookTells>(provider => async (instance, cancellationToken) =>
            (await provider.GetRequiredService<HookHealthBook>().ReadAsync(instance, cancellationToken))
                .Tells(provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.AddSingleton<HookDesk>();
        services.AddSingleton<HookSetup>();
        services.AddSingleton<HookWatch>();
        services.AddSingleton<ChangesFound>(provider => provider.GetRequiredService<HookWatch>().DoubtAsync);
        if (!isHosted)
        {
            services.AddHostedService<FolderWatch>();
        }
    }

    private static void AddFlows(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(new Flow(RetryFlow.Name, RetryFlow.Plan));
        services.AddSingleton<DurableAddress>();
        if (settings.ServiceBus is null)
        {
            services.AddSingleton<LocalFlows>();
            services.AddSingleton<IFlows>(provider => provider.GetRequiredService<LocalFlows>());
        }
        else
        {
            services.AddSingleton<IFlows, DurableFlows>();
        }

        services.AddSingleton<RetryLater>(provider =>
        {
            var flows = provider.GetRequiredService<IFlows>();
            return (lane, parked, cancellationToken) => flows.StartAsync(RetryFlow.Of(lane, parked), cancellationToken);
        });
    }

    private static void AddFunctions(this IServiceCollection services, Settings settings, bool isHosted)
    {
        services.AddSingleton<IngestScan>();
        services.AddSingleton<EvaluatePolicy>();
        services.AddSingleton<PushTickets>();
        services.AddSingleton<SyncTicket>();
        services.AddSingleton<Tend>();
        services.AddSingleton<WakeLane>();
        services.AddSingleton<Reconcile>();
        services.AddSingleton<Poll>();
        services.AddSingleton<DemoRun>();
        services.AddSingleton(provider => provider.GetServices<Flow>().Aggregate(new FunctionRegistry(), (all, flow) => all.OnFlow(flow))
            .OnActivity(RetryFlow.Activity, provider.GetRequiredService<WakeLane>().RunAsync)
            .OnQueue(nameof(EvaluatePolicy), Queues.Evaluations, provider.GetRequiredService<EvaluatePolicy>().RunAsync)
            .OnQueue(nameof(PushTickets), Queues.Lanes, provider.GetRequiredService<PushTickets>().RunAsync)
            .OnQueue(nameof(SyncTicket), Queues.Syncs, provider.GetRequiredService<SyncTicket>().RunAsync)
            .OnTimer(nameof(Tend), new TimerSchedule(minutes: 5), provider.GetRequiredService<Tend>().RunAsync)
            .OnTimer(nameof(Poll), Poll.Schedule, provider.GetRequiredService<Poll>().RunAsync)
            .OnTimer(nameof(Reconcile), Reconcile.Schedule, provider.GetRequiredService<Reconcile>().RunAsync));
        services.AddSingleton<Envelope>().AddSingleton(new StandAloneSettings()).AddSingleton<IHttpContextFactory, KeyOutOfQuery>();
        if (!isHosted)
        {
            services.AddSingleton(provider => settings.Key is { } key
                ? new AccessKey(key, null)
                : provider.GetRequiredService<DataFolder>().ReadOrMakeKey());
        }

        if (settings.ServiceBus is null)
        {
            services.AddHostedService<StandAlone>();
        }
        else if (!isHosted)
        {
            throw new StartException("Patchbay:ServiceBus needs the Functions host, which receives the messages; leave it out to run alone.");
        }
    }
}
