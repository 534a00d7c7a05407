using System.Net;
using System.Text;
using System.Text.Json;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Hosting;

/// <summary>The real handler under a played Functions host and a played cloud, with the traps of the host's contract.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private const string Tick = """
        {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},
         "Metadata":{"sys":{"MethodName":"Tend","UtcNow":"2026-03-02T10:00:00Z","RandGuid":"4ddbcb41-5f0b-4b8b-9a43-0a6a4dbb2c39"}}}
        """;

    private readonly TempFolder folder = new();
    private PlayedCloud cloud = null!;

    public async Task InitializeAsync() => cloud = await PlayedCloud.StartAsync();

    public async Task DisposeAsync()
    {
        await cloud.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_passed_on_by_the_host_becomes_tickets_through_its_triggers(bool isText)
    {
        await using var host = await PlayedHost.StartAsync(cloud, folder.Path);

        using var taken = await host.PassOnAsync(HttpMethod.Post, "/api/assets/shop/scans", Make.Sarif(3));
        var delivered = await host.DeliverAsync(isText);
        var links = await ItemsAsync(host, "/api/links?asset=shop");

        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.True(delivered >= 2, $"{delivered} messages");
        Assert.Equal(["linked", "linked", "linked"], links.Select(l => l.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_message_delivered_twice_files_no_second_ticket()
    {
        await using var host = await PlayedHost.StartAsync(cloud, folder.Path);
        using var taken = await host.PassOnAsync(HttpMethod.Post, "/api/assets/shop/scans", Make.Sarif(2));
        var messages = new List<QueuedMessage>();
        while (cloud.Sent.TryRead(out var message))
        {
            messages.Add(message);
        }

        foreach (var message in messages.Concat(messages))
        {
            var (status, _) = await host.CallAsync("EvaluatePolicy", message.ToCall("EvaluatePolicy", 1));
            Assert.Equal(HttpStatusCode.OK, status);
            await host.DeliverAsync();
        }

        Assert.Equal(2, (await ItemsAsync(host, "/api/links?asset=shop")).Count);
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.md", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task What_service_bus_refused_is_sent_by_the_next_tick()
    {
        await using var host = await PlayedHost.StartAsync(cloud, folder.Path);
        cloud.RefuseSends(1000);
        using var taken = await host.PassOnAsync(HttpMethod.Post, "/api/assets/shop/scans", Make.Sarif(2));
        cloud.RefuseSends(0);

        var (status, _) = await host.CallAsync("Tend", Encoding.UTF8.GetBytes(Tick));
        await host.DeliverAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, (await ItemsAsync(host, "/api/links?asset=shop&state=linked")).Count);
    }

    [Theory]
    [InlineData("EvaluatePolicy", """{"Data":{"message":"bm90IGpzb24="},"Metadata":{}}""", HttpStatusCode.InternalServerError)]
    [InlineData("PushTickets", """{"Data":{"message":"bm90IGpzb24="},"Metadata":{}}""", HttpStatusCode.InternalServerError)]
    [InlineData("EvaluatePolicy", "", HttpStatusCode.BadRequest)]
    [InlineData("PushTickets", """{"Data":{"timer":{}},"Metadata":{}}""", HttpStatusCode.BadRequest)]
    [InlineData("Tend", """{"Data":{"message":"e30="},"Metadata":{}}""", HttpStatusCode.BadRequest)]
    [InlineData("Tend", Tick, HttpStatusCode.OK)]
    [InlineData("RetryFlow", "", HttpStatusCode.OK)]
    [InlineData("WakeLane", "", HttpStatusCode.OK)]
    public async Task Every_call_is_answered_with_json_that_the_host_can_read(string function, string call, HttpStatusCode expected)
    {
        await using var host = await PlayedHost.StartAsync(cloud, folder.Path);

        var (status, body) = await host.CallAsync(function, Encoding.UTF8.GetBytes(call));

        Assert.Equal(expected, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("Outputs").ValueKind);
    }

    [Fact]
    public async Task A_key_in_an_address_is_printed_nowhere_not_even_when_everything_is_logged()
    {
        await using var host = await PlayedHost.StartAsync(
            cloud,
            folder.Path,
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Microsoft", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"));

        using var found = await host.PassOnAsync(HttpMethod.Get, "/api/assets?code=s3cr3t-K3y&limit=5");
        using var lost = await host.PassOnAsync(HttpMethod.Get, "/api/nowhere?code=s3cr3t-K3y");
        await host.StopAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (found.StatusCode, lost.StatusCode));
        Assert.Contains("Request starting", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-K3y", host.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_call_that_runs_when_the_platform_stops_the_handler_is_finished()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGTERM");
        await using var host = await PlayedHost.StartAsync(cloud, folder.Path);

        var (answer, exitCode) = await StopDuringCallAsync(host);

        Assert.Equal((HttpStatusCode.OK, 0), (answer, exitCode));
    }

    [Theory]
    [InlineData("EvaluatePolicy")]
    [InlineData("PushTickets")]
    [InlineData("Tend")]
    [InlineData("RetryFlow")]
    [InlineData("WakeLane")]
    public async Task Without_the_functions_host_nobody_can_call_a_function(string function)
    {
        await using var app = await PatchbayProcess.StartAsync(folder.Path);
        using var call = new StringContent(Tick, Encoding.UTF8, "application/json");

        using var reply = await app.Client.PostAsync($"/{function}", call);

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    // The handler has half of the call when it is asked to end.
    private static async Task<(HttpStatusCode Answer, int ExitCode)> StopDuringCallAsync(PlayedHost host)
    {
        // Longer than what the client keeps back, or the handler would not have heard of the call when it is asked to end.
        var call = new SlowStream(Encoding.UTF8.GetBytes(Tick + new string(' ', 200_000)));
        var reply = host.CallAsync("Tend", call);
        await call.HalfRead;
        var stop = host.StopAsync();
        call.Release();
        return ((await reply).Status, await stop);
    }

    private static async Task<IReadOnlyList<JsonElement>> ItemsAsync(PlayedHost host, string address)
    {
        using var reply = await host.PassOnAsync(HttpMethod.Get, address);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{address}: {reply.StatusCode} {text}\n{host.Output}");
        return [.. JsonSerializer.Deserialize<JsonElement>(text).GetProperty("items").EnumerateArray()];
    }
}
