using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patchbay.Flows;
using Patchbay.Hosting;
using Patchbay.Tests.Hosting;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Flows;

/// <summary>Orchestrations and activities over real HTTP, as the Functions host calls them.</summary>
public sealed class FlowEndpointTests : IAsyncLifetime
{
    private const long Completed = 1;
    private const long Failed = 3;

    private readonly List<string> calls = [];
    private HandlerApp handler = null!;

    public static TheoryData<string, PlayedHubOptions> Troubles => DurableProtocolTests.Troubles;

    public async Task InitializeAsync() => handler = await HandlerApp.StartAsync(new FunctionRegistry()
        .OnFlow(new Flow("WaitAThenB", Plans.WaitAThenB))
        .OnFlow(new Flow(RetryFlow.Name, RetryFlow.Plan))
        .OnActivity("A", NoteAsync)
        .OnActivity("B", NoteAsync)
        .OnActivity("Breaks", (_, _) => throw new InvalidOperationException("out of paper"))
        .OnTimer("Tend", new TimerSchedule(5), (_, _) => Task.CompletedTask));

    public Task DisposeAsync() => handler.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_flow_runs_to_its_end_over_http(string day, PlayedHubOptions options)
    {
        var hub = options.Make(
            async request => DurableCalls.ResponseIn(await PostAsync("WaitAThenB", DurableCalls.Turn("WaitAThenB", request))),
            async (activity, input) => DurableCalls.ResultIn(await PostAsync(activity, DurableCalls.Activity(activity, input))));

        await hub.RunAsync("WaitAThenB", "\"x\"");

        Assert.Equal(["A \"x\"", "B \"a\""], calls);
        Assert.True(hub.End == (Completed, null), $"{day}: it ended as {hub.End}, {hub.Failure}");
    }

    public static TheoryData<string> Turns =>
        [.. JsonNode.Parse(Recorded)!.AsArray().Select(t => (string)t!["turn"]!)];

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_recorded_turn_is_answered_byte_by_byte_as_documented(string turn)
    {
        var recorded = JsonNode.Parse(Recorded)!.AsArray().Single(t => (string)t!["turn"]! == turn)!;

        var answer = await PostAsync("RetryFlow", Encoding.UTF8.GetBytes(recorded["call"]!.ToJsonString()));

        Assert.Equal((string)recorded["answer"]!, Convert.ToBase64String(DurableCalls.ResponseIn(answer)));
    }

    [Fact]
    public async Task A_context_may_come_with_or_without_its_inner_quotes()
    {
        var request = Happened.Request("i", [], [Happened.OrchestratorStarted(Plans.Ten), Happened.ExecutionStarted(Plans.Ten, "WaitAThenB", "\"x\"", "i")]);
        var plain = Encoding.UTF8.GetBytes($$$"""{"Data":{"context":"{{{Convert.ToBase64String(request)}}}"},"Metadata":{}}""");

        var quoted = await PostAsync("WaitAThenB", DurableCalls.Turn("WaitAThenB", request));

        Assert.Equal(quoted, await PostAsync("WaitAThenB", plain));
    }

    [Theory]
    [InlineData("""{"Data":{"context":"\"/w==\""},"Metadata":{}}""")]
    [InlineData("""{"Data":{"context":"\"no base64\""},"Metadata":{}}""")]
    [InlineData("""{"Data":{},"Metadata":{}}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_turn_that_cannot_be_read_is_answered_with_a_failure_that_says_so(string call)
    {
        var answer = DurableCalls.ResponseIn(await PostAsync("WaitAThenB", Encoding.UTF8.GetBytes(call)));

        var end = Wire.Read(answer).Inside(2).Inside(6);
        Assert.Equal((Failed, 1), (end.NumberOf(1), end.Inside(6).NumberOf(5)));
        Assert.NotEmpty(end.Inside(6).TextOf(2)!);
    }

    [Fact]
    public async Task What_an_activity_throws_is_answered_because_the_host_throws_away_what_a_failed_call_says()
    {
        var result = DurableCalls.ResultIn(await PostAsync("Breaks", DurableCalls.Activity("Breaks", "1")));

        Assert.Equal(new CallEnd.Failed("InvalidOperationException: out of paper"), CallEnd.Of(result));
        Assert.Contains(handler.Log.Lines, l => l.Contains("Breaks failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("\"Tokyo\"")]
    [InlineData("[1,\"grüße \\\"\"]")]
    [InlineData("null")]
    public async Task An_activity_gets_its_input_as_it_was_given(string input)
    {
        await PostAsync("A", DurableCalls.Activity("A", input));

        Assert.Equal([$"A {input}"], calls);
    }

    [Fact]
    public async Task Without_an_input_an_activity_gets_null()
    {
        await PostAsync("A", DurableCalls.Activity("A", null));

        Assert.Equal(["A null"], calls);
    }

    [Fact]
    public async Task A_function_with_the_client_binding_learns_where_flows_are_started_and_the_key_is_logged_nowhere()
    {
        const string client = """{"httpBaseUrl":"https://app.example/runtime/webhooks/durabletask","requiredQueryStringParameters":"code=s3cr3t"}""";

        await PostAsync("Tend", DurableCalls.Tick("Tend", client));

        Assert.Equal("https://app.example/runtime/webhooks/durabletask/instances/i?code=s3cr3t", handler.Durable.Of("instances/i").ToString());
        Assert.All(handler.Log.Lines, l => Assert.DoesNotContain("s3cr3t", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_turn_larger_than_kestrels_limit_arrives_whole()
    {
        var request = Happened.Request(
            "i", [], [Happened.OrchestratorStarted(Plans.Ten), Happened.ExecutionStarted(Plans.Ten, "WaitAThenB", $"\"{new string('x', 25_000_000)}\"", "i")]);

        var answer = DurableCalls.ResponseIn(await PostAsync("WaitAThenB", DurableCalls.Turn("WaitAThenB", request)));

        Assert.Equal(Plans.Ten.AddHours(1), Wire.Read(answer).Inside(2).Inside(4).TimeOf(1));
    }

    private static string Recorded => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Samples", "durable", "retry-flow.json"));

    private Task<string> NoteAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        calls.Add($"{invocation.Function} {Encoding.UTF8.GetString(invocation.Body.Span)}");
        return Task.FromResult(JsonSerializer.Serialize(invocation.Function.ToLowerInvariant()));
    }

    // Another status than 200 would fail an instance for good.
    private async Task<string> PostAsync(string function, byte[] call)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}") { Content = new StreamContent(new MemoryStream(call)) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add(FunctionsHost.InvocationHeader, $"{Guid.NewGuid()}");
        using var reply = await handler.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
        return await reply.Content.ReadAsStringAsync();
    }
}
