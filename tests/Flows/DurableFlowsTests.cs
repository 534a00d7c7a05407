using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patchbay.Flows;
using Patchbay.Flows.Durable;
using Patchbay.Tests.Hosting;

namespace Patchbay.Tests.Flows;

/// <summary>Orders to the Durable extension, over HTTP as documented.</summary>
public sealed class DurableFlowsTests : IAsyncLifetime
{
    private const string Key = "s3cr3t-system-key";

    private static readonly FlowStart Start = new("RetryFlow", "retry-1", """{"a":1}""");

    private readonly List<string> orders = [];
    private readonly Queue<string?> states = new();
    private readonly DurableAddress address = new();
    private readonly LogCapture log = new();
    private WebApplication extension = null!;
    private ServiceProvider services = null!;
    private int answer = StatusCodes.Status202Accepted;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        extension = builder.Build();
        extension.MapGet("/runtime/webhooks/durabletask/instances/{id}", (string id, string code) => Answer($"state {id} {code}"));
        extension.MapPost("/runtime/webhooks/durabletask/orchestrators/{name}/{id}", TakeAsync);
        await extension.StartAsync();
        services = new ServiceCollection().AddHttpClient()
            .AddLogging(l => l.AddProvider(log).SetMinimumLevel(LogLevel.Trace)).BuildServiceProvider();
        address.Learn($$"""
            {"taskHubName":"patchbay","httpBaseUrl":"{{extension.Urls.First()}}/runtime/webhooks/durabletask",
             "requiredQueryStringParameters":"taskHub=patchbay&connection=Storage&code={{Key}}"}
            """);
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await extension.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Completed")]
    [InlineData("Failed")]
    [InlineData("Terminated")]
    public async Task An_instance_that_does_not_run_is_started(string? state)
    {
        states.Enqueue(state);

        await StartAsync();

        Assert.Equal([$"state retry-1 {Key}", $$"""start RetryFlow retry-1 {"a":1} {{Key}}"""], orders);
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("Pending")]
    [InlineData("Suspended")]
    [InlineData("ContinuedAsNew")]
    public async Task One_that_runs_is_left_alone(string state)
    {
        states.Enqueue(state);

        await StartAsync();

        Assert.Equal([$"state retry-1 {Key}"], orders);
    }

    [Fact]
    public async Task One_that_another_started_in_between_is_no_failure()
    {
        states.Enqueue(null);
        states.Enqueue("Running");
        answer = StatusCodes.Status500InternalServerError;

        await StartAsync();

        Assert.Equal(3, orders.Count);
    }

    [Fact]
    public async Task A_refusal_is_told_without_the_key()
    {
        states.Enqueue(null);
        states.Enqueue(null);
        answer = StatusCodes.Status503ServiceUnavailable;

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(StartAsync);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
        Assert.DoesNotContain(Key, refusal.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(log.Lines);
        Assert.All(log.Lines, line => Assert.DoesNotContain(Key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_flow_is_the_callers_mistake()
    {
        states.Enqueue(null);
        answer = StatusCodes.Status400BadRequest;

        await Assert.ThrowsAsync<ArgumentException>(StartAsync);
    }

    [Fact]
    public async Task Before_the_host_told_an_address_nothing_is_started()
    {
        var flows = new DurableFlows(services.GetRequiredService<IHttpClientFactory>(), new DurableAddress());

        await Assert.ThrowsAsync<InvalidOperationException>(() => flows.StartAsync(Start, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"httpBaseUrl":null}""")]
    [InlineData("""{"httpBaseUrl":"not an address"}""")]
    [InlineData("""{"httpBaseUrl":7}""")]
    public void A_binding_without_an_address_shows_when_a_flow_is_to_be_started(string binding)
    {
        address.Learn(binding);

        var refusal = Assert.Throws<InvalidOperationException>(() => address.Of("instances/i"));
        Assert.Contains("durableClient", refusal.Message, StringComparison.Ordinal);
    }

    private Task StartAsync() => new DurableFlows(services.GetRequiredService<IHttpClientFactory>(), address).StartAsync(Start, default);

    private IResult Answer(string order)
    {
        orders.Add(order);
        return states.Dequeue() is { } state
            ? Results.Json(new { name = "RetryFlow", runtimeStatus = state }, statusCode: state == "Running" ? 202 : 200)
            : Results.NotFound();
    }

    private async Task<IResult> TakeAsync(HttpContext http, string name, string id, string code)
    {
        using var body = new StreamReader(http.Request.Body);
        orders.Add($"start {name} {id} {await body.ReadToEndAsync()} {code}");
        return Results.StatusCode(http.Request.HasJsonContentType() ? answer : StatusCodes.Status415UnsupportedMediaType);
    }
}
