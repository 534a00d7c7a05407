using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patchbay.Api;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Storage;
using Patchbay.Tests.Support;
using Patchbay.Trackers;
using Patchbay.Trackers.Folder;
using Patchbay.Trackers.GitHub;

namespace Patchbay.Tests.Integrations;

/// <summary>The integration routes on a server of their own, with everything that is logged.</summary>
internal sealed class IntegrationApi : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TempFolder folder;
    private readonly HttpClient http;

    private IntegrationApi(WebApplication app, TempFolder folder, Lines log)
    {
        this.app = app;
        this.folder = folder;
        Log = log;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
    }

    public Lines Log { get; }

    public ISecrets Secrets => app.Services.GetRequiredService<ISecrets>();

    /// <summary>Mappings whose failed pushes were tried again.</summary>
    public required IReadOnlyList<string> Retried { get; init; }

    public static async Task<IntegrationApi> StartAsync()
    {
        var folder = new TempFolder();
        var log = new Lines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(o => StoredJson.Apply(o.SerializerOptions));
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IStore, MemoryStore>()
            .AddSingleton<ISecrets>(_ => new FileSecrets(folder.Path))
            .AddSingleton(new FolderSettings { Path = folder.File("tickets") })
            .AddSingleton(new TrackerSettings())
            .AddSingleton(_ => new TrackerConnections(refusesPrivateAddresses: false))
            .AddSingleton<ITrackerKind, FolderTrackerKind>()
            .AddSingleton<ITrackerKind, GitHubTrackerKind>()
            .AddSingleton<TrackerKinds>()
            .AddSingleton(s => new IntegrationRules(s.GetRequiredService<TrackerKinds>().Check))
            .AddSingleton<IntegrationBook>();
        var retried = new List<string>();
        builder.Services.AddSingleton<RetryFailed>((mapping, _, _) =>
        {
            retried.Add(mapping);
            return Task.FromResult(0);
        });
        var app = builder.Build();
        IntegrationRoutes.Map(app);
        await app.StartAsync();
        return new IntegrationApi(app, folder, log) { Retried = retried };
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"api/integrations/{path}")
        {
            Content = body switch
            {
                null => null,
                string text => new StringContent(text, System.Text.Encoding.UTF8, "application/json"),
                _ => JsonContent.Create(body),
            },
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request);
        var content = await answer.Content.ReadAsStringAsync();
        return new Reply(
            (int)answer.StatusCode, content, answer.Headers.ETag?.ToString(), content.Length == 0 ? default : JsonElement.Parse(content));
    }

    public Task<Reply> PutAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, body, headers);

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        folder.Dispose();
    }

    public sealed record Reply(int Status, string Text, string? Tag, JsonElement Json)
    {
        public IReadOnlyList<string> MistakePaths =>
            [.. Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("path").GetString()!).Order(StringComparer.Ordinal)];
    }

    public sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public string Text => string.Join('\n', lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
