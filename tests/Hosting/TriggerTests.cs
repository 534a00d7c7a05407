using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patchbay.Hosting;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>What the function.json files tell the Functions host is what the program does.</summary>
public sealed class TriggerTests : IAsyncLifetime
{
    private static readonly Dictionary<string, JsonNode> Triggers =
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions", "Triggers"), "function.json", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetFileName(Path.GetDirectoryName(file)!),
                file => JsonNode.Parse(File.ReadAllText(file))!["bindings"]![0]!);

    private readonly TempFolder folder = new();
    private WebApplication app = null!;

    public Task InitializeAsync()
    {
        app = Program.Build([$"--Patchbay:DataFolder={folder.Path}"]);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public void Queue_functions_listen_where_the_program_registered_them()
    {
        var registered = app.Services.GetRequiredService<FunctionRegistry>().All.OfType<RegisteredFunction.OnQueue>()
            .Select(function => (function.Name, function.Queue, function.HasSessions));

        var told = Of("serviceBusTrigger")
            .Select(t => (t.Key, (string)t.Value["queueName"]!, (bool?)t.Value["isSessionsEnabled"] ?? false));

        Assert.Equal(registered.Order(), told.Order());
    }

    [Fact]
    public void Timers_tick_as_the_program_registered_them()
    {
        var registered = app.Services.GetRequiredService<FunctionRegistry>().All.OfType<RegisteredFunction.OnTimer>()
            .Select(function => (function.Name, function.Schedule.Crontab));

        var told = Of("timerTrigger").Select(t => (t.Key, (string)t.Value["schedule"]!));

        Assert.Equal(registered.Order(), told.Order());
    }

    [Fact]
    public void Flows_and_their_activities_are_those_that_the_program_registered()
    {
        var registered = app.Services.GetRequiredService<FunctionRegistry>().All;

        Assert.Equal(registered.OfType<RegisteredFunction.OnFlow>().Select(f => f.Name).Order(), Of("orchestrationTrigger").Select(t => t.Key).Order());
        Assert.Equal(registered.OfType<RegisteredFunction.OnActivity>().Select(f => f.Name).Order(), Of("activityTrigger").Select(t => t.Key).Order());
    }

    [Fact]
    public void A_route_of_its_own_is_a_route_of_the_program()
    {
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => $"{Method(endpoint)} {endpoint.RoutePattern.RawText!.Trim('/')}");

        var told = Of("httpTrigger").Where(t => t.Value["methods"] is not null)
            .SelectMany(t => t.Value["methods"]!.AsArray(), (t, method) => $"{(string)method!} api/{(string)t.Value["route"]!}");

        Assert.NotEmpty(told);
        Assert.All(told, route => Assert.Contains(route, routes, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> Of(string type) =>
        Triggers.Where(trigger => (string?)trigger.Value["type"] == type);

    private static string? Method(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var only] ? only : null;
}
