using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patchbay.Api;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Outbox;
using Patchbay.Policies;
using Patchbay.Scanners;
using Patchbay.Scanners.Sarif;
using Patchbay.Scanners.Spooling;
using Patchbay.Storage;
using Patchbay.Tests.Integrations;
using Patchbay.Tests.Outbox;
using Patchbay.Tests.Support;
using Patchbay.Triggers.IngestScan;

namespace Patchbay.Tests.Findings;

/// <summary>The routes for assets, scans and findings over real HTTP, without the rest of the app.</summary>
public sealed class FindingApi : IAsyncDisposable
{
    private readonly WebApplication app;

    private FindingApi(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public static async Task<FindingApi> StartAsync()
    {
        var store = new MemoryStore();
        var clock = new FakeTime();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore().AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(o => StoredJson.Apply(o.SerializerOptions));
        builder.Services.AddSingleton<IStore>(store).AddSingleton<TimeProvider>(clock).AddSingleton<IQueue>(new FakeQueue());
        builder.Services.AddSingleton<Patchbay.Outbox.Outbox>().AddSingleton<PolicyBook>().AddSingleton<AssetBook>();
        builder.Services.AddSingleton<FindingBook>().AddSingleton<ScanLog>().AddSingleton<AcceptedRisks>().AddSingleton<Decisions>();
        builder.Services.AddSingleton(new IntegrationBook(store, new MemorySecrets(), new IntegrationRules((_, _) => []), clock));
        builder.Services.AddSingleton<IReportFormat, SarifFormat>().AddSingleton<ReportReader>().AddSingleton(new ScanSettings()).AddSingleton<ReportSpool>();
        builder.Services.AddSingleton<LinkMap>().AddSingleton<Lane>().AddSingleton(new FaultPoint(new FaultSettings())).AddSingleton<LaneNotes>();
        builder.Services.AddSingleton<CommentBook>().AddSingleton<CommentDesk>();
        builder.Services.AddSingleton<IngestScan>();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        IngestScan.Map(app);
        AssetRoutes.Map(app);
        ScanRoutes.Map(app);
        FindingRoutes.Map(app);
        DecisionRoutes.Map(app);
        CommentRoutes.Map(app);
        await app.StartAsync();
        return new FindingApi(app);
    }

    /// <summary>Posts a report and returns the answer, which must be 202.</summary>
    public async Task<JsonElement> PostScanAsync(byte[] report, string query = "")
    {
        using var content = new ByteArrayContent(report);
        using var reply = await Http.PostAsync($"/api/assets/shop/scans{query}", content);
        return await ReadAsync(reply, HttpStatusCode.Accepted);
    }

    public async Task<JsonElement> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var reply = await Http.GetAsync(path);
        return await ReadAsync(reply, expected);
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var reply = await Http.SendAsync(request);
        return await ReadAsync(reply, expected);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage reply, HttpStatusCode expected)
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(expected == reply.StatusCode, $"{reply.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}
