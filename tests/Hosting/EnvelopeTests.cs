using System.Net;
using System.Text;
using System.Text.Json;
using Patchbay.Hosting;
using Patchbay.Outbox;

namespace Patchbay.Tests.Hosting;

/// <summary>The handler's side of an invocation, over HTTP as the Functions host makes it.</summary>
public sealed class EnvelopeTests
{
    private const string Call = """{"Data":{"message":"eyJhIjoxfQ=="},"Metadata":{"DeliveryCount":"2"}}""";

    [Fact]
    public async Task A_call_reaches_its_function_and_is_answered_with_json()
    {
        Invocation? seen = null;
        await using var handler = await StartAsync((invocation, _) =>
        {
            seen = invocation with { Body = invocation.Body.ToArray() };
            return Task.CompletedTask;
        });

        using var reply = await PostAsync(handler, "EvaluatePolicy", Call);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        await AssertReplyAsync(reply);
        Assert.Equal(("EvaluatePolicy", """{"a":1}""", 2), (seen?.Function, Encoding.UTF8.GetString(seen!.Body.Span), seen.DeliveryCount));
    }

    [Fact]
    public async Task A_failure_is_a_500_with_a_body_and_a_log_line_so_that_the_host_redelivers()
    {
        await using var handler = await StartAsync((_, _) => throw new InvalidOperationException("out of paper"));

        using var reply = await PostAsync(handler, "EvaluatePolicy", Call);

        Assert.Equal(HttpStatusCode.InternalServerError, reply.StatusCode);
        await AssertReplyAsync(reply);
        Assert.Contains(handler.Log.Lines, l => l.StartsWith("Error Patchbay.Hosting.Envelope", StringComparison.Ordinal)
            && l.Contains("EvaluatePolicy failed at delivery 2", StringComparison.Ordinal)
            && l.Contains("out of paper", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("hello")]
    [InlineData("""{"Data":{}}""")]
    public async Task A_body_that_is_no_call_is_a_400_with_a_body_and_calls_nothing(string body)
    {
        var calls = 0;
        await using var handler = await StartAsync((_, _) => Task.FromResult(calls++));

        using var reply = await PostAsync(handler, "EvaluatePolicy", body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        await AssertReplyAsync(reply);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task A_timer_is_called_at_its_own_name()
    {
        var ticks = 0;
        await using var handler = await StartAsync((_, _) => Task.CompletedTask, (_, _) => Task.FromResult(ticks++));

        using var reply = await PostAsync(handler, "Tend", """{"Data":{"timer":{"IsPastDue":false}},"Metadata":{}}""");

        Assert.Equal((HttpStatusCode.OK, 1), (reply.StatusCode, ticks));
    }

    [Fact]
    public async Task A_chunked_call_larger_than_kestrels_limit_arrives_whole()
    {
        var length = 0;
        await using var handler = await StartAsync((invocation, _) => Task.FromResult(length = invocation.Body.Length));
        var message = Convert.ToBase64String(new byte[30_000_000]);

        using var reply = await PostAsync(handler, "EvaluatePolicy", $$$"""{"Data":{"message":"{{{message}}}"},"Metadata":{}}""");

        Assert.Equal((HttpStatusCode.OK, 30_000_000), (reply.StatusCode, length));
    }

    [Fact]
    public async Task A_function_hears_when_the_host_gives_up()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var handler = await StartAsync(async (_, cancellationToken) =>
        {
            await using var registration = cancellationToken.Register(heard.SetResult);
            called.SetResult();
            await heard.Task;
        });
        using var patience = new CancellationTokenSource();

        var call = PostAsync(handler, "EvaluatePolicy", Call, patience.Token);
        await called.Task;
        await patience.CancelAsync();

        await heard.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task The_hosts_ping_is_answered_at_once_but_a_persons_request_is_not_taken_for_one()
    {
        await using var handler = await StartAsync((_, _) => Task.CompletedTask);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/");
        asked.Headers.Add(FunctionsHost.InvocationHeader, Guid.NewGuid().ToString());

        var ping = await handler.Http.GetStringAsync("/");
        using var page = await handler.Http.SendAsync(asked);

        Assert.Equal("Patchbay is up.", ping);
        Assert.Equal("the front page", await page.Content.ReadAsStringAsync());
    }

    private static Task<HandlerApp> StartAsync(QueueFunction onMessage, QueueFunction? onTick = null) => HandlerApp.StartAsync(
        new FunctionRegistry()
            .OnQueue("EvaluatePolicy", Queues.Evaluations, onMessage)
            .OnTimer("Tend", new TimerSchedule(5), onTick ?? ((_, _) => Task.CompletedTask)));

    // As the host sends: chunked, so without a length.
    private static async Task<HttpResponseMessage> PostAsync(
        HandlerApp handler, string function, string body, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}")
        {
            Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))),
        };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add(FunctionsHost.InvocationHeader, Guid.NewGuid().ToString());
        return await handler.Http.SendAsync(request, cancellationToken);
    }

    private static async Task AssertReplyAsync(HttpResponseMessage reply)
    {
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        Assert.Equal("application/json", reply.Content.Headers.ContentType?.MediaType);
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("Outputs").ValueKind);
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("Logs").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("ReturnValue").ValueKind);
    }
}
