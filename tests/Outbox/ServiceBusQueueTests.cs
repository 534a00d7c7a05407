using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Patchbay.Outbox;

namespace Patchbay.Tests.Outbox;

/// <summary>What goes over the wire to Service Bus, and what its answers mean.</summary>
public sealed class ServiceBusQueueTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private ServiceBusServer server = null!;
    private ServiceBusQueue queue = null!;

    public async Task InitializeAsync()
    {
        server = await ServiceBusServer.StartAsync();
        queue = new ServiceBusQueue(new ServiceBusSettings { Endpoint = server.Address, RetryAfter = TimeSpan.Zero }, new FixedToken());
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_lone_message_is_the_body_of_its_request_byte_for_byte()
    {
        var body = Encoding.UTF8.GetBytes("""{ "when": "2026-03-01T10:00:00.000Z", "n": 1.10, "text": "grüße \u0041 𝄞" }""");

        await queue.SendAsync(Queues.Lanes, [new QueueMessage("id ü", "lane:1", body)], None);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/lanes/messages"), (request.Method, request.Path));
        Assert.Equal("Bearer token for https://servicebus.azure.net/.default", request.Headers["Authorization"]);
        Assert.Equal("""{"MessageId":"id \u00FC","SessionId":"lane:1"}""", request.Headers["BrokerProperties"]);
        Assert.Equal(body, request.Body);
    }

    [Fact]
    public async Task Several_messages_are_one_batch_whose_bodies_are_strings()
    {
        var bodies = new[] { """{"a":"\" \\ \n é 𝄞 </script>"}""", """{ "b" : [ 1.10 ] }""" };

        await queue.SendAsync(
            Queues.Evaluations, [new QueueMessage("1", null, Bytes(bodies[0])), new QueueMessage("2", null, Bytes(bodies[1]))], None);

        var request = Assert.Single(server.Requests);
        Assert.Equal("application/vnd.microsoft.servicebus.json", request.Headers["Content-Type"]);
        Assert.Equal("/evaluations/messages", request.Path);
        var batch = JsonDocument.Parse(request.Body).RootElement.EnumerateArray().ToList();
        Assert.Equal(bodies, batch.Select(m => m.GetProperty("Body").GetString()));
        Assert.Equal(["1", "2"], batch.Select(m => m.GetProperty("BrokerProperties").GetProperty("MessageId").GetString()));
        Assert.False(batch[0].GetProperty("BrokerProperties").TryGetProperty("SessionId", out _));
    }

    [Fact]
    public async Task A_time_is_written_in_whole_seconds_and_never_earlier_than_asked()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddMilliseconds(1);

        await queue.SendAsync(Queues.Evaluations, [new QueueMessage("1", null, Bytes("{}"), at)], None);

        Assert.Equal(
            """{"MessageId":"1","ScheduledEnqueueTimeUtc":"Sun, 01 Mar 2026 10:00:01 GMT"}""",
            Assert.Single(server.Requests).Headers["BrokerProperties"]);
    }

    [Fact]
    public async Task Batches_stay_below_256_KB_and_keep_every_message_in_order()
    {
        var messages = Enumerable.Range(0, 60)
            .Select(i => new QueueMessage($"m{i}", null, Bytes($$"""{"text":"{{new string('x', i % 5 == 0 ? 60_000 : 6_000)}}"}"""))).ToList();

        await queue.SendAsync(Queues.Evaluations, messages, None);

        Assert.All(server.Requests, r => Assert.InRange(r.Body.Length, 1, 256 * 1024));
        Assert.InRange(server.Requests.Count, 4, 12);
        Assert.Equal(messages.Select(m => m.Id), server.Requests.SelectMany(IdsOf));
    }

    [Fact]
    public async Task The_largest_message_goes_alone()
    {
        var large = Bytes("\"" + new string('x', QueueMessage.BodyBytes - 2) + "\"");

        await queue.SendAsync(Queues.Evaluations, [new QueueMessage("a", null, large), new QueueMessage("b", null, large)], None);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Equal(large, r.Body));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_busy_service_is_asked_again_with_the_same_ids(int status)
    {
        server.AnswerNext(status);
        server.AnswerNext(status);

        await queue.SendAsync(Queues.Evaluations, [new QueueMessage("a", null, Bytes("{}"))], None);

        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Equal("""{"MessageId":"a"}""", r.Headers["BrokerProperties"]));
    }

    [Fact]
    public async Task A_service_that_stays_busy_fails_the_send()
    {
        for (var i = 0; i < 4; i++)
        {
            server.AnswerNext(503, "<Error><Code>503</Code><Detail>Server busy.</Detail></Error>");
        }

        var failure = await Assert.ThrowsAsync<RequestFailedException>(SendOneAsync);

        Assert.Equal(503, failure.Status);
        Assert.Contains("Server busy.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "Azure Service Bus Data Sender")]
    [InlineData(404, "no queue evaluations")]
    [InlineData(410, "no queue evaluations")]
    [InlineData(403, "the queue is full")]
    public async Task A_refusal_says_what_a_person_can_do_and_no_secret(int status, string words)
    {
        server.AnswerNext(status, "<Error><Detail>the queue is full</Detail></Error>");

        var failure = await Assert.ThrowsAsync<RequestFailedException>(SendOneAsync);

        Assert.Equal(status, failure.Status);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token for", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_refused_before_anything_is_sent()
    {
        var broken = new QueueMessage("b", null, new byte[] { (byte)'"', 0xC3, (byte)'"' });

        await Assert.ThrowsAnyAsync<ArgumentException>(() => queue.SendAsync(Queues.Evaluations, [broken], None));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task No_messages_are_no_request()
    {
        await queue.SendAsync(Queues.Evaluations, [], None);

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("patchbay.servicebus.windows.net", null, true)]
    [InlineData("", "https://elsewhere.example", true)]
    [InlineData("", "http://127.0.0.1:5000", true)]
    [InlineData("", "http://elsewhere.example", false)]
    [InlineData("", null, false)]
    [InlineData("https://patchbay.servicebus.windows.net", null, false)]
    public void Settings_are_checked_before_the_first_send(string name, string? endpoint, bool isValid)
    {
        var settings = new ServiceBusSettings { FullyQualifiedNamespace = name, Endpoint = endpoint is null ? null : new Uri(endpoint) };

        Assert.Equal(isValid, Validator.TryValidateObject(settings, new ValidationContext(settings), null, validateAllProperties: true));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<string> IdsOf(SentRequest request) => request.Headers.TryGetValue("BrokerProperties", out var alone)
        ? [JsonDocument.Parse(alone).RootElement.GetProperty("MessageId").GetString()!]
        : JsonDocument.Parse(request.Body).RootElement.EnumerateArray()
            .Select(m => m.GetProperty("BrokerProperties").GetProperty("MessageId").GetString()!);

    private Task SendOneAsync() => queue.SendAsync(Queues.Evaluations, [new QueueMessage("a", null, Bytes("{}"))], None);

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new($"token for {string.Join(' ', requestContext.Scopes)}", DateTimeOffset.UtcNow.AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
