using System.Text;
using System.Text.Json;
using Patchbay.Hosting;
using Patchbay.Outbox;

namespace Patchbay.Tests.Hosting;

/// <summary>Both sides of the Functions host's calls, with the traps that its contract has.</summary>
public sealed class HostRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private static readonly RegisteredFunction.OnQueue Push = new("PushTickets", Queues.Lanes, true, (_, _) => Task.CompletedTask);
    private static readonly RegisteredFunction.OnTimer Tend = new("Tend", new TimerSchedule(5), (_, _) => Task.CompletedTask);

    [Fact]
    public void A_binary_message_is_one_base64_string()
    {
        var invocation = Read(Push, """{"Data":{"message":"eyJhIjoxfQ=="},"Metadata":{"DeliveryCount":"3"}}""");

        Assert.Equal(("PushTickets", """{"a":1}""", 3), (invocation.Function, Text(invocation), invocation.DeliveryCount));
    }

    [Fact]
    public void A_message_without_binary_is_a_string_in_a_string()
    {
        var invocation = Read(Push, """{"Data":{"message":"\"{\\\"a\\\":\\\"grüße \\\\u0041\\\"}\""},"Metadata":{}}""");

        Assert.Equal("""{"a":"grüße \u0041"}""", Text(invocation));
    }

    [Fact]
    public void The_bytes_of_a_message_are_not_touched()
    {
        var body = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        var invocation = Read(Push, $$$"""{"Data":{"message":"{{{Convert.ToBase64String(body)}}}"},"Metadata":{}}""");

        Assert.Equal(body, invocation.Body.ToArray());
    }

    [Theory]
    [InlineData("""{"DeliveryCount":"7"}""", 7)]
    [InlineData("""{"DeliveryCount":7}""", 7)]
    [InlineData("""{"DeliveryCount":"\"7\""}""", 7)]
    [InlineData("""{"DeliveryCount":"many"}""", 1)]
    [InlineData("""{"DeliveryCount":"-3"}""", 1)]
    [InlineData("""{"DeliveryCount":{}}""", 1)]
    [InlineData("""{}""", 1)]
    [InlineData("""null""", 1)]
    public void A_delivery_count_is_taken_as_it_comes_and_one_when_it_is_unfit(string metadata, int expected) =>
        Assert.Equal(expected, Read(Push, $$$"""{"Data":{"message":""},"Metadata":{{{metadata}}}}""").DeliveryCount);

    [Fact]
    public void A_tick_has_no_body()
    {
        const string tick = """
            {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},
             "Metadata":{"sys":{"MethodName":"Tend","UtcNow":"2026-03-02T10:00:00Z","RandGuid":"4ddbcb41-5f0b-4b8b-9a43-0a6a4dbb2c39"}}}
            """;

        var invocation = Read(Tend, tick);

        Assert.Equal(("Tend", 0, 1), (invocation.Function, invocation.Body.Length, invocation.DeliveryCount));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"Data":{"message":"e30="}""")]
    [InlineData("""{"Metadata":{}}""")]
    [InlineData("""{"Data":[]}""")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{"Message":"e30="}}""")]
    [InlineData("""{"Data":{"message":{"a":1}}}""")]
    [InlineData("""{"Data":{"message":"{\"a\":1}"}}""")]
    [InlineData("""{"Data":{"message":"\"broken"}}""")]
    public void A_body_that_is_no_call_is_refused_with_a_reason(string body)
    {
        var refusal = Assert.Throws<FormatException>(() => Read(Push, body));

        Assert.NotEmpty(refusal.Message);
    }

    [Theory]
    [InlineData("""{"Data":{"message":"e30="}}""")]
    [InlineData("""{"Data":{"timer":null}}""")]
    public void A_timer_is_not_called_with_something_else(string body) =>
        Assert.Throws<FormatException>(() => Read(Tend, body));

    [Fact]
    public void A_written_message_reads_back()
    {
        var body = Encoding.UTF8.GetBytes("""{"text":"+/=grüße\"\u0000"}""");

        var invocation = HostRequest.Read(Push, HostRequest.Of("PushTickets", Delivered(body), Now));

        Assert.Equal(body, invocation.Body.ToArray());
        Assert.Equal(4, invocation.DeliveryCount);
    }

    [Fact]
    public void A_written_message_looks_as_the_functions_host_writes_it()
    {
        using var json = JsonDocument.Parse(HostRequest.Of("PushTickets", Delivered("{}"u8.ToArray()), Now));

        var metadata = json.RootElement.GetProperty("Metadata");
        Assert.Equal("e30=", json.RootElement.GetProperty("Data").GetProperty("message").GetString());
        Assert.Equal("\"id \\\"1\\\"\"", metadata.GetProperty("MessageId").GetString());
        Assert.Equal("\"lane:1\"", metadata.GetProperty("SessionId").GetString());
        Assert.Equal("4", metadata.GetProperty("DeliveryCount").GetString());
        Assert.Equal("17", metadata.GetProperty("SequenceNumber").GetString());
        Assert.Equal("PushTickets", metadata.GetProperty("sys").GetProperty("MethodName").GetString());
    }

    [Fact]
    public void A_written_tick_reads_back_and_names_the_next_one()
    {
        var tick = HostRequest.Of(Tend, null, Now.AddSeconds(3));

        using var json = JsonDocument.Parse(tick);
        var timer = json.RootElement.GetProperty("Data").GetProperty("timer");
        Assert.Equal("Tend", HostRequest.Read(Tend, tick).Function);
        Assert.Equal("2026-03-02T10:05:00", timer.GetProperty("ScheduleStatus").GetProperty("Next").GetString());
        Assert.False(timer.GetProperty("IsPastDue").GetBoolean());
    }

    private static Delivery Delivered(byte[] body) => new(Queues.Lanes, 17, 4, "id \"1\"", "lane:1", body);

    private static Invocation Read(RegisteredFunction function, string body) => HostRequest.Read(function, Encoding.UTF8.GetBytes(body));

    private static string Text(Invocation invocation) => Encoding.UTF8.GetString(invocation.Body.Span);
}
